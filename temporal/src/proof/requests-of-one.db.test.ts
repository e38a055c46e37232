import { createWarehouseDatabase } from "@enrichment-monitor/warehouse/testing";
import fc from "fast-check";
import { expect, inject, test } from "vitest";
import { type DamagedWorld, type DamageKind, inflict } from "../../testing/damages.ts";
import { differencesFromSource, NO_DIFFERENCES } from "../../testing/differences-from-source.ts";
import { createJobList } from "../../testing/job-list.ts";
import { proofOfRun } from "../../testing/proof-of-run.ts";
import { createPipeline } from "../../testing/run-pipeline.ts";

const JOBS = 2_000;
const PAGE = 5;
/** As docs/proof.md says. */
const BY_FORMULA = 14 + 2 * Math.log2(JOBS / (8 * PAGE));
/** The formula's eight windows are of equal sizes. Times are at random, so that one may hold all records: three halvings more, and a part of one. */
const BY_CHANCE = 8;

/** Each is one record lost, or one deleted. */
const KINDS: DamageKind[] = ["appearsLate", "vanishes", "headLost", "headDeleted", "invented"];

test("one difference is found and healed in the same run, with as many requests as the formula says", async () => {
  await using warehouse = await createWarehouseDatabase(inject("postgresUrl"));
  const { sql } = warehouse;
  const jobs = createJobList(JOBS);
  const world: DamagedWorld = { sql, jobs, size: JOBS };
  const pipeline = createPipeline({ sql, source: jobs.source, pageSize: PAGE });
  await pipeline.run();
  const job = fc.nat({ max: JOBS - 1 });
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...KINDS), job, job, async (kind, damaged, other) => {
      await inflict(world, { kind, job: damaged, other, near: 1 });
      const { runNumber } = await pipeline.run();
      const { requests, verdict } = await proofOfRun(sql, runNumber);
      expect(verdict).toBe("proved");
      expect(requests).toBeLessThanOrEqual(BY_FORMULA + BY_CHANCE);
      expect(await differencesFromSource(sql, jobs.source)).toEqual(NO_DIFFERENCES);
      // The run after a finding counts since more times.
      await pipeline.run();
    }),
    { numRuns: Number(process.env.PROPERTY_RUNS ?? 12), endOnFailure: true },
  );
}, 600_000);
