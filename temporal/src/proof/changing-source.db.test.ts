import { createWarehouseDatabase } from "@enrichment-monitor/warehouse/testing";
import { expect, inject, test } from "vitest";
import { createJobList } from "../../testing/job-list.ts";
import { proofOfRun } from "../../testing/proof-of-run.ts";
import { createPipeline } from "../../testing/run-pipeline.ts";

const JOBS = 600;
const PAGE = 5;

test("a constantly changing source is scrubbed, counted since fewer times with each attempt, and never read completely", async () => {
  await using warehouse = await createWarehouseDatabase(inject("postgresUrl"));
  const jobs = createJobList(JOBS);
  const pipeline = createPipeline({ sql: warehouse.sql, source: jobs.source, pageSize: PAGE });
  await pipeline.run();
  let changes = 0;
  jobs.source.beforeAnswer = () => {
    changes++;
    jobs.change(changes % 50, { updatedAt: jobs.end + changes, contacts: changes });
  };
  const scrubbedTo: (Date | null)[] = [];
  for (let runs = 0; runs < 3; runs++) {
    const { runNumber, outcome, findings } = await pipeline.run();
    expect({ outcome, codes: findings.map(({ code }) => code) }).toEqual({
      outcome: "succeeded",
      codes: ["being_checked"],
    });
    expect(await proofOfRun(warehouse.sql, runNumber)).toMatchObject({ verdict: "being_checked" });
    const [proof] = await warehouse.sql<{ to: Date | null; counts: number }[]>`
      select scrubbed_to as to, (select count(*) from bronze.fetches
                                 where run_id = runs.run_id and activity_type = 'advanceProof'
                                   and request ~ 'limit=1(&|$)') as counts
      from ops.proofs join ops.runs using (run_id) where run_number = ${runNumber}`;
    expect(proof?.counts).toBeLessThanOrEqual(9 + 6 + 4 + 3);
    scrubbedTo.push(proof?.to ?? null);
  }
  expect(scrubbedTo).toEqual(scrubbedTo.toSorted((a, b) => Number(a) - Number(b)));
  expect(new Set(scrubbedTo.map(Number)).size).toBe(3);
  jobs.source.beforeAnswer = () => undefined;
  const { runNumber } = await pipeline.run();
  expect(await proofOfRun(warehouse.sql, runNumber)).toMatchObject({
    verdict: "proved",
    source: JOBS,
    warehouse: JOBS,
  });
});
