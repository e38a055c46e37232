import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { createFixtureApi, FIXTURE_NOW, type FixtureApi } from "../../testing/fixture-api.ts";
import { readFreshnessKept } from "./freshness-kept.ts";

let api: FixtureApi;
/** What brought data, oldest first, in epoch seconds. */
let arrivals: { at: number; watermark: number }[];

const NOW = FIXTURE_NOW.getTime() / 1_000 + 60;
const minutesAgo = (minutes: number) => new Date((NOW - minutes * 60) * 1_000);

beforeAll(async () => {
  api = await createFixtureApi(inject("postgresUrl"), { enrichments: 10, workspaces: 1 });
  // An outage, a backfill, a run of an earlier warehouse, and a run that has not finished.
  await api.sql`update ops.runs set window_to = null where run_number between 15 and 19`;
  await api.sql`update ops.runs set window_to = window_to - interval '2 days' where run_number = 25`;
  await api.sql`update ops.runs set generation = 0 where run_number <= 3`;
  await api.sql`update ops.runs set finished_at = null, outcome = 'running' where run_number = 38`;
  arrivals = await api.sql<{ at: number; watermark: number }[]>`
    select extract(epoch from coalesce(
             (select started_at from ops.proofs where proofs.run_id = runs.run_id), finished_at))::double precision as at,
           extract(epoch from window_to)::double precision as watermark
    from ops.runs
    where generation = 1 and window_to is not null and run_number <> 38
    order by at`;
});

afterAll(() => api[Symbol.asyncDispose]());

const read = (from: Date | undefined, to: Date | undefined, target: number) =>
  readFreshnessKept(api.sql, { from, to }, { target, now: new Date(NOW * 1_000) });

/** The age in seconds, at a second. */
function ageAt(second: number): number | undefined {
  const known = arrivals.filter(({ at }) => at <= second).map(({ watermark }) => watermark);
  return known.length === 0 ? undefined : second - Math.max(...known);
}

describe("readFreshnessKept", () => {
  it("equals the share of the seconds at which the data were fresh", () =>
    fc.assert(
      fc.asyncProperty(
        fc.option(fc.integer({ min: 0, max: 300 }), { nil: undefined }),
        fc.option(fc.integer({ min: -60, max: 300 }), { nil: undefined }),
        fc.double({ min: 0.1, max: 40, noNaN: true }),
        async (fromAgo, toAgo, target) => {
          const from = fromAgo === undefined ? undefined : minutesAgo(fromAgo);
          const to = toAgo === undefined ? undefined : minutesAgo(toAgo);
          fc.pre(!from || !to || from < to);
          const { age, kept } = await read(from, to, target);
          const end = Math.min(NOW, to ? to.getTime() / 1_000 : NOW);
          const begin = from ? from.getTime() / 1_000 : NOW - 400 * 60;
          const seconds = Array.from({ length: Math.max(0, end - begin) }, (_, index) => begin + index + 0.5);
          const ages = seconds.map(ageAt).filter((seconds) => seconds !== undefined);
          if (ages.length === 0) {
            expect(kept).toBeNull();
            return;
          }
          const fresh = ages.filter((seconds) => seconds <= target * 60).length;
          // Each of 48 runs may cut a second.
          expect(Math.abs((kept ?? Number.NaN) - fresh / ages.length)).toBeLessThanOrEqual(96 / ages.length);
          expect(age).toBeCloseTo((ageAt(end) ?? Number.NaN) / 60, 6);
        },
      ),
      { numRuns: 40 },
    ));

  it("is all or nothing for a target that no age exceeds or reaches", async () => {
    expect(await read(minutesAgo(200), undefined, 1_000)).toMatchObject({ kept: 1 });
    expect(await read(minutesAgo(200), undefined, 0.001)).toMatchObject({ kept: 0 });
  });

  it("is unknown before the first run's data, in the future, and without runs", async () => {
    const unknown = { age: null, kept: null };
    expect(await read(undefined, minutesAgo(2_000), 10)).toEqual(unknown);
    expect(await read(minutesAgo(-10), undefined, 10)).toEqual(unknown);
    await api.sql`update ops.warehouse_state set generation = 2`;
    expect(await read(undefined, undefined, 10)).toEqual(unknown);
  });
});
