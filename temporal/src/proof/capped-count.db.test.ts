import { createWarehouseDatabase, type WarehouseDatabase } from "@enrichment-monitor/warehouse/testing";
import { beforeEach, expect, inject, test } from "vitest";
import { differencesFromSource, NO_DIFFERENCES } from "../../testing/differences-from-source.ts";
import { createJobList, type JobList } from "../../testing/job-list.ts";
import { idOf } from "../../testing/memory-source.ts";
import { proofOfRun } from "../../testing/proof-of-run.ts";
import { createPipeline } from "../../testing/run-pipeline.ts";

const JOBS = 600;
const PAGE = 5;
const CAP = 200;
/** So few days that the scrub reads its maximum of 50 pages in each run. */
const SCRUB_DAYS = 1e-9;

let warehouse: WarehouseDatabase;
let jobs: JobList;
let pipeline: ReturnType<typeof createPipeline>;

beforeEach(async () => {
  warehouse = await createWarehouseDatabase(inject("postgresUrl"));
  jobs = createJobList(JOBS);
  jobs.source.totalOf = (listed) => Math.min(listed, CAP);
  pipeline = createPipeline({ sql: warehouse.sql, source: jobs.source, pageSize: PAGE });
  await pipeline.run();
  return () => warehouse[Symbol.asyncDispose]();
});

async function run() {
  const { runNumber, outcome, findings } = await pipeline.run();
  const codes = findings.map(({ code }) => code).sort();
  return { ...(await proofOfRun(warehouse.sql, runNumber)), outcome, codes };
}

const expectWarehouseEqualsSource = async (): Promise<void> =>
  expect(await differencesFromSource(warehouse.sql, jobs.source)).toEqual(NO_DIFFERENCES);

test("the newest records are proved and the cap is reported, without another complete read", async () => {
  await expectWarehouseEqualsSource();
  const proof = await run();
  expect(proof).toMatchObject({
    verdict: "proved",
    source: 180,
    warehouse: 180,
    outcome: "succeeded_with_findings",
    codes: ["total_capped"],
  });
  // One request more than without a cap.
  expect(proof.requests).toBeLessThanOrEqual(11);
});

test("a difference among the newest records is found and fixed in the same run", async () => {
  jobs.remove(500);
  expect(await run()).toMatchObject({ verdict: "proved", found: [`gone ${idOf(500)}`] });
  await expectWarehouseEqualsSource();
});

test("the scrub finds a change among older records", async () => {
  pipeline = createPipeline({
    sql: warehouse.sql,
    source: jobs.source,
    pageSize: PAGE,
    scrubDays: SCRUB_DAYS,
  });
  jobs.change(100, { contacts: 7_777 });
  expect(await run()).toMatchObject({ verdict: "proved", found: [`changed ${idOf(100)}`] });
  await expectWarehouseEqualsSource();
});

test("the scrub detects a deletion among older records, and a complete read confirms it when one is due", async () => {
  pipeline = createPipeline({
    sql: warehouse.sql,
    source: jobs.source,
    pageSize: PAGE,
    scrubDays: SCRUB_DAYS,
  });
  jobs.remove(100);
  await warehouse.sql`update ops.warehouse_state set full_read_at = now() - interval '2 hours'`;
  expect(await run()).toMatchObject({ verdict: "read_in_full", codes: ["deleted_records", "total_capped"] });
  await expectWarehouseEqualsSource();
  expect(await run()).toMatchObject({ verdict: "proved", codes: ["total_capped"] });
});

test("a source that counts all records again is proved from the beginning", async () => {
  jobs.source.totalOf = (listed) => listed;
  expect(await run()).toMatchObject({
    verdict: "proved",
    source: JOBS,
    warehouse: JOBS,
    outcome: "succeeded",
  });
});
