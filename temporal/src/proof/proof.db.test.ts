import { createWarehouseDatabase, type WarehouseDatabase } from "@enrichment-monitor/warehouse/testing";
import { beforeEach, describe, expect, inject, test } from "vitest";
import { differencesFromSource, NO_DIFFERENCES } from "../../testing/differences-from-source.ts";
import { createJobList, type JobList } from "../../testing/job-list.ts";
import { idOf } from "../../testing/memory-source.ts";
import { proofOfRun } from "../../testing/proof-of-run.ts";
import { createPipeline } from "../../testing/run-pipeline.ts";

/** One day, with a job every 40 seconds. */
const JOBS = 2_000;
const PAGE = 5;
/** Differences that cancel each other are found once a random boundary lies between them. */
const MAX_RUNS = 40;

let warehouse: WarehouseDatabase;
let jobs: JobList;
let pipeline: ReturnType<typeof createPipeline>;

beforeEach(async () => {
  warehouse = await createWarehouseDatabase(inject("postgresUrl"));
  jobs = createJobList(JOBS);
  pipeline = createPipeline({ sql: warehouse.sql, source: jobs.source, pageSize: PAGE });
  await pipeline.run();
  return () => warehouse[Symbol.asyncDispose]();
});

const proofOf = (runNumber: number) => proofOfRun(warehouse.sql, runNumber);

const expectWarehouseEqualsSource = async (): Promise<void> =>
  expect(await differencesFromSource(warehouse.sql, jobs.source)).toEqual(NO_DIFFERENCES);

describe("a proof", () => {
  test("of an unchanged source sends at most ten requests", async () => {
    const summary = await pipeline.run();
    expect(summary).toMatchObject({ outcome: "succeeded", findings: [] });
    const proof = await proofOf(summary.runNumber);
    expect(proof).toMatchObject({ verdict: "proved", source: JOBS, warehouse: JOBS, found: [] });
    expect(proof.requests).toBeLessThanOrEqual(10);
  });

  test("scrubs one page per run, also if records share a second", async () => {
    const shared = (time: number) => time - (time % 120);
    jobs.source.entries = jobs.source.entries.map((entry) => ({
      ...entry,
      updatedAt: shared(entry.updatedAt) + 120,
    }));
    await pipeline.run("reconcile");
    for (let run = 0; run < 5; run++) {
      const { runNumber } = await pipeline.run();
      expect((await proofOf(runNumber)).requests).toBeLessThanOrEqual(10);
    }
  });

  test.each<[string, string, () => unknown]>([
    [
      "a head is missing in bronze",
      `lost ${idOf(700)}`,
      () => warehouse.sql`delete from bronze.enrichment_heads where record_key = ${idOf(700)}::uuid`,
    ],
    [
      "the head of the earliest job is missing",
      `lost ${idOf(0)}`,
      () => warehouse.sql`delete from bronze.enrichment_heads where record_key = ${idOf(0)}::uuid`,
    ],
    [
      "a job appears that is earlier than all others",
      `lost ${idOf(JOBS)}`,
      () => jobs.source.entries.push({ ...jobs.original(-100), job: JOBS, contacts: 5 }),
    ],
    [
      "a job appears late",
      `lost ${idOf(JOBS)}`,
      () => jobs.source.entries.push({ ...jobs.original(900), job: JOBS }),
    ],
    ["a job is deleted", `gone ${idOf(700)}`, () => jobs.remove(700)],
  ])("finds and fixes a single difference in the same run: %s", async (_, found, damage) => {
    await damage();
    const summary = await pipeline.run();
    await expectWarehouseEqualsSource();
    expect(summary.outcome).toBe("succeeded_with_findings");
    const proof = await proofOf(summary.runNumber);
    expect(proof).toMatchObject({ verdict: "proved", found: [found] });
    expect(proof.requests).toBeLessThanOrEqual(45);
    const next = await pipeline.run();
    expect(next).toMatchObject({ outcome: "succeeded", findings: [] });
  });

  test.each<[string, string, () => unknown]>([
    [
      "an update appears late",
      `stale ${idOf(700)}`,
      () => jobs.change(700, { updatedAt: jobs.original(1_450).updatedAt + 1, contacts: 7 }),
    ],
    [
      "a job is restored from a backup",
      `rolled_back ${idOf(1_450)}`,
      () => jobs.change(1_450, { ...jobs.original(700), job: 1_450 }),
    ],
    [
      "a job also has an older entry",
      `listed_twice ${idOf(700)}`,
      () =>
        jobs.source.entries.push({
          ...jobs.original(700),
          updatedAt: jobs.original(300).updatedAt,
          contacts: 3,
        }),
    ],
    [
      "a job also has a newer entry",
      `listed_twice ${idOf(700)}`,
      () =>
        jobs.source.entries.push({
          ...jobs.original(700),
          updatedAt: jobs.original(1_200).updatedAt,
          contacts: 3,
        }),
    ],
    [
      "a job is listed twice with identical content",
      `listed_twice ${idOf(700)}`,
      () => jobs.source.entries.push(jobs.original(700)),
    ],
    [
      "a job is deleted and another appears late",
      `gone ${idOf(700)},lost ${idOf(JOBS)}`,
      () => {
        jobs.remove(700);
        jobs.source.entries.push({ ...jobs.original(900), job: JOBS });
      },
    ],
  ])("finds and records a difference within a few runs: %s", async (_, found, damage) => {
    await damage();
    const all: string[] = [];
    for (let run = 0; run < MAX_RUNS && all.length < found.split(",").length; run++) {
      const summary = await pipeline.run();
      all.push(...(await proofOf(summary.runNumber)).found);
    }
    await expectWarehouseEqualsSource();
    expect(all.sort().join()).toBe(found);
    const next = await pipeline.run();
    expect(next).toMatchObject({ outcome: "succeeded", findings: [] });
  });

  test("with too few requests fixes some differences, and the next runs fix the others", async () => {
    const proofMaxRequests = 45;
    const limited = createPipeline({
      sql: warehouse.sql,
      source: jobs.source,
      pageSize: PAGE,
      scrubDays: 0,
      proofMaxRequests,
    });
    const removed = [110, 310, 550, 790, 1_010, 1_210];
    jobs.remove(...removed);
    const found: string[] = [];
    for (let run = 0; run < 12 && found.length < removed.length; run++) {
      const { runNumber } = await limited.run();
      const proof = await proofOf(runNumber);
      found.push(...proof.found);
      expect(proof.requests).toBeLessThanOrEqual(proofMaxRequests + 20);
    }
    await expectWarehouseEqualsSource();
    expect(found.toSorted()).toEqual(removed.map((job) => `gone ${idOf(job)}`).toSorted());
  });

  test("of a source that changes while it is counted reads the new entries", async () => {
    let changes = 3;
    jobs.source.beforeAnswer = () => {
      if (changes-- > 0) jobs.change(changes, { updatedAt: jobs.end + 100 - changes, contacts: 1_000 });
    };
    const summary = await pipeline.run();
    expect(summary).toMatchObject({ outcome: "succeeded", findings: [] });
    await expectWarehouseEqualsSource();
  });
});
