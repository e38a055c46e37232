import { createWarehouseDatabase } from "@enrichment-monitor/warehouse/testing";
import fc from "fast-check";
import { expect, inject, test } from "vitest";
import {
  differencesFromSource,
  isEqualToSource,
  NO_DIFFERENCES,
} from "../../testing/differences-from-source.ts";
import { createJobList, type JobList } from "../../testing/job-list.ts";
import type { Entry } from "../../testing/memory-source.ts";
import { createPipeline } from "../../testing/run-pipeline.ts";

const JOBS = 400;
const PAGE = 5;
/** A run sends few requests to an empty source, so it takes many runs until the first dataset is back. */
const MAX_RUNS = 40;
const SCRUB_DAYS = 1e-9;
const PROPERTY = { numRuns: Number(process.env.PROPERTY_RUNS ?? 12) };

const moved = (entry: Entry, seconds: number): Entry => ({
  ...entry,
  createdAt: entry.createdAt + seconds,
  updatedAt: entry.updatedAt + seconds,
});

/** Jobs with other numbers. */
const otherDataset = (entries: readonly Entry[], seconds: number): Entry[] =>
  entries.map((entry) => moved({ ...entry, job: entry.job + JOBS }, seconds));

const RESETS = {
  "has other jobs": otherDataset,
  "has fewer, other jobs": (entries: readonly Entry[], seconds: number) =>
    otherDataset(entries.slice(0, entries.length / 3), seconds),
  "lists the same jobs with other times": (entries: readonly Entry[], seconds: number) =>
    entries.map((entry) => moved(entry, seconds)),
  "is empty": () => [],
};

const reset = fc.record({
  kind: fc.constantFrom(...(Object.keys(RESETS) as (keyof typeof RESETS)[])),
  /** The request, after the first load, before which the source is reset. */
  request: fc.integer({ min: 1, max: 40 }),
  seconds: fc.constantFrom(-86_400, -1_800, 0, 1_800),
  /** The number of requests after which the first dataset is back; null: never. */
  back: fc.option(fc.integer({ min: 1, max: 120 })),
});

test("the warehouse equals a source that was reset while it was counted, within a few runs", async () => {
  await fc.assert(
    fc.asyncProperty(reset, async ({ kind, request, seconds, back }) => {
      await using warehouse = await createWarehouseDatabase(inject("postgresUrl"));
      const jobs = createJobList(JOBS);
      const { source } = jobs;
      const { sql } = warehouse;
      const pipeline = createPipeline({ sql, source, pageSize: PAGE, scrubDays: SCRUB_DAYS });
      await pipeline.run();
      const resetAtRequest = source.requests + request;
      resetAt(jobs, resetAtRequest, RESETS[kind](source.entries, seconds), back);
      let left = NO_DIFFERENCES;
      for (let runs = 1; runs <= MAX_RUNS; runs++) {
        await pipeline.run();
        left = await differencesFromSource(sql, source);
        const isOver = source.requests >= resetAtRequest + (back ?? 0);
        if (isOver && isEqualToSource(left)) break;
      }
      expect(left).toEqual(NO_DIFFERENCES);
    }),
    {
      ...PROPERTY,
      examples: [
        // The first dataset comes back during a complete read, whose previous pass saw its jobs in newer states.
        [{ kind: "lists the same jobs with other times", request: 1, seconds: 1_800, back: 84 }],
        // It comes back while the newer states are in bronze and not yet in gold.
        [{ kind: "lists the same jobs with other times", request: 18, seconds: 1_800, back: 82 }],
      ],
    },
  );
}, 1_200_000);

/** @param back the number of requests after which the first dataset is back; null: never */
function resetAt({ source }: JobList, request: number, entries: Entry[], back: number | null): void {
  const before = source.entries;
  source.beforeAnswer = () => {
    if (source.requests === request) source.entries = entries;
    if (back !== null && source.requests === request + back) source.entries = before;
  };
}
