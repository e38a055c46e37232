import { createWarehouseDatabase } from "@enrichment-monitor/warehouse/testing";
import fc from "fast-check";
import { expect, inject, test } from "vitest";
import {
  affectedJobs,
  applyDamage,
  DAMAGE_KINDS,
  type Damage,
  type DamagedSystem,
} from "../../testing/damages.ts";
import {
  differencesFromSource,
  isEqualToSource,
  NO_DIFFERENCES,
} from "../../testing/differences-from-source.ts";
import { createJobList } from "../../testing/job-list.ts";
import { idOf } from "../../testing/memory-source.ts";
import { createPipeline } from "../../testing/run-pipeline.ts";
import type { FetchFailure } from "../source/source-client.ts";

const JOBS = 1_500;
const PAGE = 5;
/** So few days that the scrub reads its maximum of pages in each run. It has read all records after seven runs. */
const SCRUB_DAYS = 1e-9;
/** More than two complete scrubs. */
const MAX_RUNS = 20;
const PROPERTY = { numRuns: Number(process.env.PROPERTY_RUNS ?? 12) };

const job = fc.nat({ max: JOBS - 1 });

const damage: fc.Arbitrary<Damage> = fc.record({
  kind: fc.constantFrom(...DAMAGE_KINDS),
  job,
  other: job,
  near: fc.integer({ min: 1, max: 200 }),
});

/** Requests that fail, by their number after the damage. */
const failures = fc.array(
  fc.record({
    request: fc.nat({ max: 120 }),
    failure: fc.constantFrom<FetchFailure>(
      { kind: "unavailable", message: "500" },
      { kind: "unavailable", message: "No answer in time." },
      { kind: "unreadable", message: "The answer is no JSON." },
      { kind: "rate-limited", message: "429", retryDelayMs: 10 },
    ),
  }),
  { maxLength: 6 },
);

test("any damage is repaired within a few runs, without writing undamaged records", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(damage, { minLength: 1, maxLength: 6 }),
      fc.array(job, { maxLength: 3 }),
      failures,
      async (damages, changing, failing) => {
        await using warehouse = await createWarehouseDatabase(inject("postgresUrl"));
        const { sql } = warehouse;
        const jobs = createJobList(JOBS);
        const system: DamagedSystem = { sql, jobs, size: JOBS };
        const pipeline = createPipeline({ sql, source: jobs.source, pageSize: PAGE, scrubDays: SCRUB_DAYS });
        await pipeline.run();
        for (const damage of damages) await applyDamage(system, damage);
        changeWhileRead(system, changing);
        fail(system, failing);

        expect(await runUntilEqual(system, pipeline)).toEqual(NO_DIFFERENCES);
        const allowed = [...damages.flatMap((damage) => affectedJobs(system, damage)), ...changing];
        expect(await rewrittenRecords(system, allowed)).toEqual([]);
      },
    ),
    PROPERTY,
  );
}, 1_200_000);

/** Before every third request, another job is updated. */
function changeWhileRead({ jobs }: DamagedSystem, changing: readonly number[]): void {
  const remaining = [...changing];
  let clock = 0;
  jobs.source.beforeAnswer = () => {
    const changed = jobs.source.requests % 3 === 0 ? remaining.pop() : undefined;
    if (changed === undefined) return;
    jobs.remove(changed);
    jobs.source.entries.push({
      ...jobs.original(changed),
      updatedAt: jobs.end + ++clock,
      contacts: 9_000_000,
    });
  };
}

function fail(
  { jobs: { source } }: DamagedSystem,
  failing: readonly { request: number; failure: FetchFailure }[],
): void {
  const first = source.requests + 1;
  const byRequest = new Map(failing.map(({ request, failure }) => [first + request, failure]));
  source.failure = () => byRequest.get(source.requests) ?? null;
}

async function runUntilEqual({ sql, jobs }: DamagedSystem, pipeline: ReturnType<typeof createPipeline>) {
  for (let runs = 1; ; runs++) {
    await pipeline.run();
    const left = await differencesFromSource(sql, jobs.source);
    if (isEqualToSource(left) || runs === MAX_RUNS) return left;
  }
}

/** Keys of records, except the allowed ones, that were written after the first load: a version, a deletion or a row of gold. */
async function rewrittenRecords({ sql }: DamagedSystem, allowed: readonly number[]): Promise<string[]> {
  const ids = new Set(allowed.map(idOf));
  const rewritten = await sql<{ key: string }[]>`
    select record_key::text as key from bronze.enrichment_versions group by record_key having count(*) > 1
    union select record_key::text from bronze.deletions
    union select id_enriquecimento::text from gold.enrichments
          where id_execucao <> (select run_id from ops.runs order by run_number limit 1)
    order by key`;
  return rewritten.map(({ key }) => key).filter((key) => !ids.has(key));
}
