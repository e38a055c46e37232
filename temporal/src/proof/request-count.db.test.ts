import { createWarehouseDatabase } from "@enrichment-monitor/warehouse/testing";
import fc from "fast-check";
import { expect, inject, test } from "vitest";
import { applyDamage, type DamagedSystem, type DamageKind } from "../../testing/damages.ts";
import { differencesFromSource, NO_DIFFERENCES } from "../../testing/differences-from-source.ts";
import { createJobList } from "../../testing/job-list.ts";
import { proofOfRun } from "../../testing/proof-of-run.ts";
import { createPipeline } from "../../testing/run-pipeline.ts";

const JOBS = 2_000;
const PAGE = 5;
/** The formula in docs/proof.md. */
const BY_FORMULA = 14 + 2 * Math.log2(JOBS / (8 * PAGE));
/** The formula assumes eight windows of equal size. Boundaries are random, so one window may hold all records: three more bisections. */
const MARGIN = 8;

/** Each makes one record lost or deleted. */
const KINDS: DamageKind[] = ["appearsLate", "deleted", "headLost", "headDeleted", "invented"];

test("one difference is found and fixed in the same run, within the requests of the formula", async () => {
  await using warehouse = await createWarehouseDatabase(inject("postgresUrl"));
  const { sql } = warehouse;
  const jobs = createJobList(JOBS);
  const system: DamagedSystem = { sql, jobs, size: JOBS };
  const pipeline = createPipeline({ sql, source: jobs.source, pageSize: PAGE });
  await pipeline.run();
  const job = fc.nat({ max: JOBS - 1 });
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...KINDS), job, job, async (kind, damaged, other) => {
      await applyDamage(system, { kind, job: damaged, other, near: 1 });
      const { runNumber } = await pipeline.run();
      const { requests, verdict } = await proofOfRun(sql, runNumber);
      expect(verdict).toBe("proved");
      expect(requests).toBeLessThanOrEqual(BY_FORMULA + MARGIN);
      expect(await differencesFromSource(sql, jobs.source)).toEqual(NO_DIFFERENCES);
      // The run after a finding has more boundaries, so it is not measured.
      await pipeline.run();
    }),
    { numRuns: Number(process.env.PROPERTY_RUNS ?? 12), endOnFailure: true },
  );
}, 600_000);
