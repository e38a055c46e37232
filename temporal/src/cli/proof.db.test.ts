import { createWarehouseDatabase, type WarehouseDatabase } from "@enrichment-monitor/warehouse/testing";
import { afterEach, beforeEach, describe, expect, inject, test, vi } from "vitest";
import { showProof } from "./proof.ts";

const RUN = "0b0f9d0e-6c5c-4a0f-9a5d-3c6a4c1c2d11";
const GONE = "f47ac10b-58cc-4372-a567-0e02b2c3d479";

let warehouse: WarehouseDatabase;
let printed: string;

beforeEach(async () => {
  warehouse = await createWarehouseDatabase(inject("postgresUrl"));
  printed = "";
  for (const stream of [process.stdout, process.stderr])
    vi.spyOn(stream, "write").mockImplementation((text) => {
      printed += text;
      return true;
    });
  return () => warehouse[Symbol.asyncDispose]();
});
afterEach(() => {
  vi.restoreAllMocks();
  process.exitCode = undefined;
});

const show = async (runNumber?: number, options: { json?: boolean; limit?: number } = {}) => {
  printed = "";
  await showProof({ sql: warehouse.pipelineSql }, runNumber, { limit: 50, ...options });
  return printed;
};

/** A run that found one record gone, among 105. */
async function insertProof(): Promise<void> {
  const { sql } = warehouse;
  await sql`
    insert into ops.runs (run_id, generation, variant, kind, trigger, workflow_id, outcome, finished_at)
    values (${RUN}, 1, 'modular', 'incremental', 'cli', 'enrichment-pipeline-cli', 'succeeded_with_findings', now())`;
  await sql`
    insert into ops.proofs (run_id, verdict, finished_at, source_records, warehouse_records, requests)
    values (${RUN}, 'proved', '2026-11-23T17:05:04Z', 104, 104, 22)`;
  await sql`
    insert into ops.proof_windows (
      run_id, window_no, origin, from_at, to_at, source_records, warehouse_records, difference_from, difference_to, verdict)
    values (${RUN}, 3, 'boundary', '2026-11-23T17:00:00Z', null, 4, 4, 0, 0, 'equal'),
           (${RUN}, 2, 'half', '2026-11-22T03:00:00Z', '2026-11-23T17:00:00Z', 20, 20, 0, 0, 'healed'),
           (${RUN}, 1, 'half', null, '2026-11-22T03:00:00Z', 80, 80, 0, 0, 'equal'),
           (${RUN}, 4, 'scrub', null, '2026-11-01T03:00:00Z', 10, 10, 0, 0, 'equal')`;
  await sql`
    insert into ops.differences (run_id, record_key, kind, window_no, found_at)
    values (${RUN}, ${GONE}, 'gone', 2, '2026-11-23T17:05:03Z')`;
}

describe("the proof of a run", () => {
  beforeEach(insertProof);

  test("is drawn window by window in the order of time, with what differed", async () => {
    expect(await show()).toBe(`PROVED  Run 1, 2026-11-23 14:05:04 UTC-3
104 of 104 in 3 windows; 1 deleted record found and removed (22 requests)

Window  From                       To                         Source  Warehouse              Verdict
     1  the beginning              2026-11-22 00:00:00 UTC-3      80         80  ██████████  equal
     2  2026-11-22 00:00:00 UTC-3  2026-11-23 14:00:00 UTC-3      20         20  ███         healed
     3  2026-11-23 14:00:00 UTC-3  the end                         4          4  █           equal
     4  the beginning              2026-11-01 00:00:00 UTC-3      10         10  ██          equal (read in rotation)

1 record differed:
Record                                What                               Window  Version  Found
${GONE}  is no longer listed by the source  2             —  2026-11-23 14:05:03 UTC-3
`);
    expect(process.exitCode).toBeUndefined();
  });

  test("is one JSON object for programs", async () => {
    const proof = JSON.parse(await show(1, { json: true })) as unknown;
    expect(proof).toMatchObject({
      runNumber: 1,
      verdict: "proved",
      windowsTotal: 3,
      windows: { length: 4 },
      found: [{ kind: "gone", records: 1 }],
      differences: [{ recordKey: GONE, kind: "gone", windowNo: 2, versionId: null }],
    });
  });

  test("says how much a window still differs by", async () => {
    await warehouse.sql`update ops.proofs set verdict = 'being_checked', source_records = 103`;
    await warehouse.sql`
      update ops.proof_windows set verdict = 'unsettled', source_records = 19, difference_from = -1 where window_no = 2`;
    const text = await show();
    expect(text).toContain("BEING CHECKED  Run 1");
    expect(text).toContain("104 of 103; 1 record in 1 of 3 windows still being checked");
    expect(text).toContain("NOT SETTLED: the source has 1 fewer");
  });

  test("tells what a complete read in its place found", async () => {
    await warehouse.sql`update ops.proofs set verdict = 'read_in_full'`;
    await warehouse.sql`delete from ops.differences`;
    await warehouse.sql`
      insert into ops.findings (run_id, code, severity, records, record_ids, detail, remedy)
      values (${RUN}, 'deleted_records', 'warning', 1, ${[GONE]}, '1 record is gone.', 'Nothing.')`;
    const text = await show();
    expect(text).toContain("READ IN FULL  Run 1");
    expect(text).toContain(`Finding: 1 record is gone.\n  → Nothing.\n  ${GONE}`);
  });

  test("lists the first of many differences, and says how many there are", async () => {
    await warehouse.sql`
      insert into ops.differences (run_id, record_key, kind)
      select ${RUN}, gen_random_uuid(), 'lost' from generate_series(1, 99)`;
    const text = await show(undefined, { limit: 5 });
    expect(text).toContain("100 records differed:");
    expect(text).toContain("… and 95 more: --limit 100 lists more.");
  });

  test("is the newest that has ended, when no run is named", async () => {
    await warehouse.sql`update ops.proofs set verdict = 'counting', finished_at = null`;
    expect(await show()).toContain("No proof yet");
    await warehouse.sql`update ops.runs set outcome = 'running', finished_at = null`;
    expect(await show(1)).toContain("COUNTING  Run 1, since ");
  });
});

test("says so when no run has a proof, or not the one that was named", async () => {
  expect(await show()).toContain("No proof yet");
  expect(await show(undefined, { json: true })).toBe("null\n");
  expect(process.exitCode).toBeUndefined();
  expect(await show(7)).toContain("Run 7 has no proof");
  expect(process.exitCode).toBe(2);
});
