import { createWarehouseDatabase } from "@enrichment-monitor/warehouse/testing";
import fc from "fast-check";
import { expect, inject, test } from "vitest";
import { DAMAGE_KINDS, type Damage, type DamagedWorld, inflict, jobsOf } from "../../testing/damages.ts";
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
/** The rotation reads the most pages in each run, however fast runs follow each other: it is through after seven of them. */
const SCRUB_DAYS = 1e-9;
/** More than two rotations. */
const A_FEW_RUNS = 20;
const PROPERTY = { numRuns: Number(process.env.PROPERTY_RUNS ?? 12) };

const job = fc.nat({ max: JOBS - 1 });

const damage: fc.Arbitrary<Damage> = fc.record({
  kind: fc.constantFrom(...DAMAGE_KINDS),
  job,
  other: job,
  near: fc.integer({ min: 1, max: 200 }),
});

/** Requests, by their number since the damage, that the source does not answer. */
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

test("whatever is damaged, the warehouse equals the source after a few runs, and no healthy record is touched", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(damage, { minLength: 1, maxLength: 6 }),
      fc.array(job, { maxLength: 3 }),
      failures,
      async (damages, moving, failing) => {
        await using warehouse = await createWarehouseDatabase(inject("postgresUrl"));
        const { sql } = warehouse;
        const jobs = createJobList(JOBS);
        const world: DamagedWorld = { sql, jobs, size: JOBS };
        const pipeline = createPipeline({ sql, source: jobs.source, pageSize: PAGE, scrubDays: SCRUB_DAYS });
        await pipeline.run();
        for (const done of damages) await inflict(world, done);
        moveWhileRead(world, moving);
        fail(world, failing);

        expect(await runUntilEqual(world, pipeline)).toEqual(NO_DIFFERENCES);
        const allowed = [...damages.flatMap((done) => jobsOf(world, done)), ...moving];
        expect(await touchedRecords(world, allowed)).toEqual([]);
      },
    ),
    PROPERTY,
  );
}, 1_200_000);

/** Each third request finds another job that has just been updated. */
function moveWhileRead({ jobs }: DamagedWorld, moving: readonly number[]): void {
  const moves = [...moving];
  let clock = 0;
  jobs.source.beforeAnswer = () => {
    const moved = jobs.source.requests % 3 === 0 ? moves.pop() : undefined;
    if (moved === undefined) return;
    jobs.remove(moved);
    jobs.source.entries.push({ ...jobs.original(moved), updatedAt: jobs.end + ++clock, contacts: 9_000_000 });
  };
}

function fail(
  { jobs: { source } }: DamagedWorld,
  failing: readonly { request: number; failure: FetchFailure }[],
): void {
  const first = source.requests + 1;
  const byRequest = new Map(failing.map(({ request, failure }) => [first + request, failure]));
  source.failure = () => byRequest.get(source.requests) ?? null;
}

async function runUntilEqual({ sql, jobs }: DamagedWorld, pipeline: ReturnType<typeof createPipeline>) {
  for (let runs = 1; ; runs++) {
    await pipeline.run();
    const left = await differencesFromSource(sql, jobs.source);
    if (isEqualToSource(left) || runs === A_FEW_RUNS) return left;
  }
}

/** Keys of records beyond the allowed ones that have another version, a deletion, or another row in gold than the first load made. */
async function touchedRecords({ sql }: DamagedWorld, allowed: readonly number[]): Promise<string[]> {
  const ids = new Set(allowed.map(idOf));
  const touched = await sql<{ key: string }[]>`
    select record_key::text as key from bronze.enrichment_versions group by record_key having count(*) > 1
    union select record_key::text from bronze.deletions
    union select id_enriquecimento::text from gold.enrichments
          where id_execucao <> (select run_id from ops.runs order by run_number limit 1)
    order by key`;
  return touched.map(({ key }) => key).filter((key) => !ids.has(key));
}
