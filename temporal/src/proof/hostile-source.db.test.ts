import { createWarehouseDatabase, type WarehouseDatabase } from "@enrichment-monitor/warehouse/testing";
import { beforeEach, describe, expect, inject, test } from "vitest";
import {
  differencesFromSource,
  isEqualToSource,
  NO_DIFFERENCES,
} from "../../testing/differences-from-source.ts";
import { createJobList, type JobList } from "../../testing/job-list.ts";
import { idOf, type MemorySource } from "../../testing/memory-source.ts";
import { proofOfRun } from "../../testing/proof-of-run.ts";
import { createPipeline } from "../../testing/run-pipeline.ts";

const JOBS = 600;
const PAGE = 5;

let warehouse: WarehouseDatabase;
let jobs: JobList;
let source: MemorySource;
let pipeline: ReturnType<typeof createPipeline>;

beforeEach(async () => {
  warehouse = await createWarehouseDatabase(inject("postgresUrl"));
  jobs = createJobList(JOBS);
  ({ source } = jobs);
  pipeline = createPipeline({ sql: warehouse.sql, source, pageSize: PAGE });
  return () => warehouse[Symbol.asyncDispose]();
});

/** The result of a run's proof. */
async function run() {
  const { runNumber, outcome } = await pipeline.run();
  return { ...(await proofOfRun(warehouse.sql, runNumber)), outcome };
}

const expectWarehouseEqualsSource = async (): Promise<void> =>
  expect(await differencesFromSource(warehouse.sql, source)).toEqual(NO_DIFFERENCES);

test("a job updated between two reads is not marked as deleted", async () => {
  await run();
  jobs.remove(201);
  const neighbours = [198, 199, 200, 202, 203, 204];
  const firstRequest = source.requests;
  let tailHasChanged = false;
  let windowHasChanged = false;
  source.failure = ({ limit, updatedSince }) => {
    const request = source.requests - firstRequest;
    const since = (updatedSince?.getTime() ?? 0) / 1_000;
    // While the boundaries are counted, so that the tail is read again.
    if (!tailHasChanged && request === 6) {
      tailHasChanged = true;
      jobs.change(500, { updatedAt: jobs.end + 10 });
    }
    // Just before the window is read.
    if (
      !windowHasChanged &&
      request > 9 &&
      limit === PAGE &&
      since > jobs.original(180).updatedAt &&
      since <= jobs.original(201).updatedAt
    ) {
      windowHasChanged = true;
      for (const job of neighbours) jobs.change(job, { updatedAt: jobs.end + 11 });
    }
    return null;
  };
  const { found } = await run();
  expect(windowHasChanged).toBe(true);
  expect(found).toEqual([`gone ${idOf(201)}`]);
  await expectWarehouseEqualsSource();
});

test("a repeated attempt has no further effect", async () => {
  pipeline = createPipeline({
    sql: warehouse.sql,
    source,
    pageSize: PAGE,
    losesAnswer: (_, attempt) => attempt === 1,
  });
  await run();
  jobs.remove(100);
  expect(await run()).toMatchObject({ verdict: "proved", found: [`gone ${idOf(100)}`] });
  expect(await run()).toMatchObject({ verdict: "proved", outcome: "succeeded", found: [] });
  await expectWarehouseEqualsSource();
});

test.each([3, 8, 14, 18, 22, 24, 26, 28])(
  "a proof continues after its worker was killed at request %i",
  async (request) => {
    await run();
    jobs.remove(100);
    const firstRequest = source.requests;
    source.beforeAnswer = () => {
      if (source.requests - firstRequest === request) throw new Error("The worker was killed.");
    };
    expect(await run()).toMatchObject({ verdict: "proved", found: [`gone ${idOf(100)}`] });
    await expectWarehouseEqualsSource();
  },
);

test("records that are counted twice in a run are added up once", async () => {
  await run();
  source.entries.push({ ...jobs.original(180), updatedAt: jobs.original(300).updatedAt, contacts: 10 });
  for (let runs = 0; runs < 3; runs++)
    expect(await run()).toMatchObject({ source: JOBS + 1, warehouse: JOBS + 1 });
});

test("a source whose newest job has an unreadable time is proved without a complete read", async () => {
  await run();
  jobs.change(JOBS - 1, { updatedText: "not a time" });
  for (let runs = 0; runs < 3; runs++) expect(await run()).toMatchObject({ verdict: "proved" });
});

test("missing times in bronze are corrected, also by a complete read", async () => {
  await run();
  await warehouse.sql`
    update bronze.enrichment_heads set updated_at = null
    where record_key in (${idOf(100)}::uuid, ${idOf(300)}::uuid)`;
  await run();
  expect(await run()).toMatchObject({ verdict: "proved", outcome: "succeeded" });
});

test("a deleted job is found in a second that fills many pages", async () => {
  for (let job = 100; job < 300; job++) jobs.change(job, { updatedAt: jobs.original(300).updatedAt });
  await run();
  jobs.remove(150);
  expect(await run()).toMatchObject({ verdict: "proved", found: [`gone ${idOf(150)}`] });
  expect(await run()).toMatchObject({ verdict: "proved", outcome: "succeeded" });
});

test("a deleted job is found if updated_since is exclusive", async () => {
  source.excludesUpdatedSince = true;
  await run();
  jobs.remove(100);
  expect(await run()).toMatchObject({ verdict: "proved", found: [`gone ${idOf(100)}`] });
});

test("a deleted job is found among times with fractions of a second", async () => {
  source.entries = source.entries.map((entry) => ({
    ...entry,
    updatedAt: entry.updatedAt + (entry.job % 10) / 10,
  }));
  await run();
  jobs.remove(107);
  expect(await run()).toMatchObject({ verdict: "proved", found: [`gone ${idOf(107)}`] });
});

test.each<[string, () => void]>([
  ["a job is updated", () => jobs.change(5, { updatedAt: jobs.end + 10 })],
  ["a job is restored", () => jobs.change(300, { ...jobs.original(100), job: 300 })],
  ["a job is deleted", () => jobs.remove(100)],
])(
  "counts are not marked as wrong if the source changes right after a complete read: %s",
  async (_, changes) => {
    await run();
    const changing = createPipeline({
      sql: warehouse.sql,
      source,
      pageSize: PAGE,
      losesAnswer(activity) {
        if (activity === "finishFullRead") changes();
        return false;
      },
    });
    await changing.run("reconcile");
    const [state] = await warehouse.sql`select counts_by_time_wrong_at as wrong from ops.warehouse_state`;
    expect(state).toEqual({ wrong: null });
    for (
      let runs = 0;
      runs < 5 && !isEqualToSource(await differencesFromSource(warehouse.sql, source));
      runs++
    )
      await run();
    await expectWarehouseEqualsSource();
  },
);

describe("a source whose totals are wrong", () => {
  test.each<[string, (listed: number) => number]>([
    ["they ignore the filter", () => JOBS],
    ["some are missing", (listed) => Math.max(0, listed - 5)],
  ])("is read completely once and then not counted by time: %s", async (_, total) => {
    await run();
    source.totalOf = total;
    expect(await run()).toMatchObject({ verdict: "read_in_full" });
    const requests = source.requests;
    expect(await run()).toMatchObject({ verdict: "not_countable" });
    expect(source.requests - requests).toBeLessThan(20);
    await expectWarehouseEqualsSource();
  });
});
