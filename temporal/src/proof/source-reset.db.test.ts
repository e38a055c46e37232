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
/** Of an empty source a run asks little, so that it takes many until the first world is back. */
const A_FEW_RUNS = 40;
const SCRUB_DAYS = 1e-9;
const PROPERTY = { numRuns: Number(process.env.PROPERTY_RUNS ?? 12) };

const moved = (entry: Entry, seconds: number): Entry => ({
  ...entry,
  createdAt: entry.createdAt + seconds,
  updatedAt: entry.updatedAt + seconds,
});

/** Its jobs have other numbers. */
const otherWorld = (entries: readonly Entry[], seconds: number): Entry[] =>
  entries.map((entry) => moved({ ...entry, job: entry.job + JOBS }, seconds));

const RESETS = {
  "is another world": otherWorld,
  "is a smaller world": (entries: readonly Entry[], seconds: number) =>
    otherWorld(entries.slice(0, entries.length / 3), seconds),
  "lists the same jobs with other times": (entries: readonly Entry[], seconds: number) =>
    entries.map((entry) => moved(entry, seconds)),
  "is empty": () => [],
};

const reset = fc.record({
  kind: fc.constantFrom(...(Object.keys(RESETS) as (keyof typeof RESETS)[])),
  /** Of the run after the first load, at the source. */
  request: fc.integer({ min: 1, max: 40 }),
  seconds: fc.constantFrom(-86_400, -1_800, 0, 1_800),
  /** Requests after which the first world is back; null: it stays away. */
  back: fc.option(fc.integer({ min: 1, max: 120 })),
});

test("a source that resets while it is counted is followed within a few runs", async () => {
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
      for (let runs = 1; runs <= A_FEW_RUNS; runs++) {
        await pipeline.run();
        left = await differencesFromSource(sql, source);
        const isOver = source.requests >= resetAtRequest + (back ?? 0);
        if (isOver && isEqualToSource(left)) break;
      }
      expect(left).toEqual(NO_DIFFERENCES);
    }),
    {
      ...PROPERTY,
      // The first world comes back in the middle of a complete read: its pages were met in newer states by the pass before.
      examples: [[{ kind: "lists the same jobs with other times", request: 1, seconds: 1_800, back: 84 }]],
    },
  );
}, 1_200_000);

/** @param back requests after which the list is as before; null: never */
function resetAt({ source }: JobList, request: number, entries: Entry[], back: number | null): void {
  const before = source.entries;
  source.beforeAnswer = () => {
    if (source.requests === request) source.entries = entries;
    if (back !== null && source.requests === request + back) source.entries = before;
  };
}
