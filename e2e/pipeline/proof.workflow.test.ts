import type { PipelineResult } from "@enrichment-monitor/temporal";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { expectGoldEqualsSource } from "./expect-exact.ts";
import { injectServers } from "./inject-servers.ts";
import { createPipelineEnvironment, type PipelineEnvironment } from "./pipeline-environment.ts";

/** Pages of ten, so that 4,000 records have as many pages as 40,000 have in production. */
const SETTINGS = { SOURCE_PAGE_SIZE: 10 };
/** Some differences are found once a random boundary lies between their times. */
const MAX_RUNS = 12;

let environment: PipelineEnvironment;

/** Each test leaves gold equal to the source. */
beforeAll(async () => {
  environment = await createPipelineEnvironment(
    injectServers(),
    { SOURCE_RECORDS: "4000", SOURCE_CLOCK_SPEED: "0" },
    SETTINGS,
  );
  await environment.run();
});
afterAll(() => environment[Symbol.asyncDispose]());

interface Proof {
  verdict: string;
  requests: number;
  found: string[];
}

async function readProof(runNumber: number): Promise<Proof> {
  const [proof] = await environment.sql<Proof[]>`
    select verdict, proofs.requests,
           array(select distinct kind from ops.differences where differences.run_id = proofs.run_id order by 1) as found
    from ops.proofs join ops.runs using (run_id) where run_number = ${runNumber}`;
  if (!proof) throw new Error(`Run ${runNumber} has no proof.`);
  return proof;
}

async function run(): Promise<Proof & { outcome: string }> {
  const result = await environment.run();
  if ("busyWith" in result) throw new Error("Another run is active.");
  return { ...(await readProof(result.runNumber)), outcome: result.outcome };
}

/** @returns the kinds of difference that the first run with findings found */
async function runUntilFound(): Promise<string[]> {
  for (let runs = 0; runs < MAX_RUNS; runs++) {
    const { found } = await run();
    if (found.length > 0) return found;
  }
  return [];
}

describe("a proof finds and fixes differences, on real servers", () => {
  test("an idle run sends at most ten requests", async () => {
    const proof = await run();
    expect(proof).toMatchObject({ outcome: "succeeded", verdict: "proved", found: [] });
    expect(proof.requests).toBeLessThanOrEqual(10);
  });

  test.each<[string, string[], () => Promise<unknown>]>([
    ["a job is deleted", ["gone"], () => environment.admin.remove(1)],
    ["a job is hidden for a while", ["gone"], () => environment.admin.lose({ count: 1 })],
    ["a job is committed late", ["lost"], () => environment.admin.createLate(1, 40 * 86_400)],
    ["a job is listed twice", ["listed_twice"], () => environment.admin.double({ count: 1 })],
  ])("%s", async (_, kinds, damage) => {
    await damage();
    expect(await runUntilFound()).toEqual(kinds);
    await expectGoldEqualsSource(environment);
    expect(await run()).toMatchObject({ outcome: "succeeded", verdict: "proved", found: [] });
  });

  test("an update is committed late, and a job is restored from a backup", async () => {
    const [job = ""] = await environment.admin.updateLate({ count: 1 }, 3_600);
    await runUntilFound();
    await expectGoldEqualsSource(environment);
    await environment.admin.restore({ ids: [job] });
    await runUntilFound();
    await expectGoldEqualsSource(environment);
  });

  test("a hidden job that comes back is in gold again", async () => {
    const ids = await environment.admin.lose({ count: 1 });
    expect(await runUntilFound()).toEqual(["gone"]);
    await environment.admin.unhide({ ids });
    expect(await runUntilFound()).toEqual(["lost"]);
    await expectGoldEqualsSource(environment);
  });

  test("rows of gold that were changed or deleted are rebuilt", async () => {
    const { sql } = environment;
    await sql`update gold.enrichments set id_versao_bronze = id_versao_bronze - 1, total_contatos = total_contatos + 1
              where id_enriquecimento = (select min(id_enriquecimento::text)::uuid from gold.enrichments)`;
    await sql`delete from gold.enrichments
              where id_enriquecimento = (select max(id_enriquecimento::text)::uuid from gold.enrichments)`;
    const result = await environment.run();
    expect(result).toMatchObject({ outcome: "succeeded_with_findings" });
    await expectGoldEqualsSource(environment);
  });

  test("a record with an altered hash in bronze is read again from the source", async () => {
    const { sql } = environment;
    await sql`update bronze.enrichment_heads set content_hash = content_hash + 1
              where record_key = (select min(record_key::text)::uuid from bronze.enrichment_heads)`;
    expect(await runUntilFound()).toEqual(["lost"]);
    await expectGoldEqualsSource(environment);
  });

  test("429s, 500s and lost connections only delay a proof", async () => {
    await environment.admin.setFaults({ rate_limited: 0.1, server_error: 0.1, cut_connection: 0.02 });
    await environment.admin.remove(1);
    expect(await runUntilFound()).toEqual(["gone"]);
    await environment.admin.setFaults({ preset: "calm" });
    await expectGoldEqualsSource(environment);
  });
});

/** Waits until a run counts. */
async function waitForCounting(): Promise<void> {
  await vi.waitFor(
    async () => {
      const [proof] = await environment.sql`
        select count(*) > 0 as counting from ops.proofs join ops.runs using (run_id)
        where runs.finished_at is null and verdict = 'counting'`;
      expect(proof).toEqual({ counting: true });
    },
    { timeout: 20_000, interval: 10 },
  );
}

/** Waits until Temporal repeats an activity of the proof. */
async function waitForRepeatedCounting(workflowId: string): Promise<void> {
  const handle = environment.client.workflow.getHandle(workflowId);
  await vi.waitFor(
    async () => {
      const { raw } = await handle.describe();
      const counting = raw.pendingActivities?.find(
        ({ activityType }) => activityType?.name === "advanceProof" || activityType?.name === "readWindow",
      );
      expect(counting?.attempt ?? 0).toBeGreaterThan(1);
    },
    { timeout: 20_000, interval: 50 },
  );
}

/** Counting takes some seconds. */
const SLOW = { latency_ms: { least: 400, extra: 0 } };

const findingTexts = (result: PipelineResult): string[] =>
  "findings" in result ? result.findings.map(({ detail }) => detail) : [];

describe("while the source is counted", () => {
  test("it crashes and restarts: the run continues and finds the difference", async () => {
    const { admin } = environment;
    await admin.remove(1);
    await admin.setFaults(SLOW);
    const handle = await environment.start();
    await waitForCounting();
    await admin.setFaults({ down: true });
    await waitForRepeatedCounting(handle.workflowId);
    await admin.setFaults({ preset: "calm" });
    const result = await handle.result();
    expect(result).toMatchObject({ outcome: "succeeded_with_findings", error: null, deleted: 1 });
    expect(findingTexts(result)).toContain("1 record no longer listed by the source: removed from gold.");
    await expectGoldEqualsSource(environment);
  });

  test("it has another dataset: everything is read, and the run reports deletions and additions", async () => {
    const { admin } = environment;
    const known = new Set((await admin.records()).map(({ id }) => id));
    await admin.setFaults(SLOW);
    const handle = await environment.start();
    await waitForCounting();
    await environment.replaceSource({
      SOURCE_SEED: "7",
      SOURCE_RECORDS: "1500",
      SOURCE_CLOCK_SPEED: "0",
    });
    const result = await handle.result();
    expect(result).toMatchObject({ outcome: "succeeded_with_findings", error: null, deleted: known.size });
    expect(findingTexts(result)).toEqual(
      expect.arrayContaining([
        `${known.size} records no longer listed by the source: removed from gold.`,
        expect.stringMatching(
          /^The source lists \d+ records that the warehouse did not have\. Gold now has the listed state\.$/,
        ),
      ]),
    );
    await expectGoldEqualsSource(environment);
    expect((await admin.records()).filter(({ id }) => known.has(id))).toEqual([]);
    expect(await run()).toMatchObject({ outcome: "succeeded", verdict: "proved" });
  }, 300_000);

  test("an internal error ends the run, and the next run proves", async () => {
    const { sql } = environment;
    await sql`alter table ops.proof_windows rename column origin to origin_renamed`;
    const handle = await environment.start();
    await expect(handle.result()).rejects.toThrow();
    await sql`alter table ops.proof_windows rename column origin_renamed to origin`;
    const [recorded] =
      await sql`select outcome, error from ops.runs where workflow_id = ${handle.workflowId}`;
    expect(recorded).toEqual({
      outcome: "failed",
      error: expect.stringMatching(
        /^PipelineError: advanceProof failed with an internal error in attempt 5: PostgresError: column "origin" does not exist\./,
      ),
    });
    expect(await run()).toMatchObject({ outcome: "succeeded", verdict: "proved" });
  });
});

describe("a proof on demand", () => {
  test("as a dry run reports the windows that differ, and changes nothing", async () => {
    await environment.admin.remove(1);
    const before = await environment.sql`select count(*) from gold.enrichments`;
    const result = await environment.run({ kind: "prove", dryRun: true });
    if ("busyWith" in result) throw new Error("Another run is active.");
    expect(result).toMatchObject({ outcome: "succeeded_with_findings", versionsWritten: 0, deleted: 0 });
    expect(result.findings.map(({ code }) => code)).toEqual(["being_checked"]);
    expect(await environment.sql`select count(*) from gold.enrichments`).toEqual(before);
    const [differing] = await environment.sql`
      select differing.source_records - differing.warehouse_records as difference
      from ops.proof_windows as differing join ops.runs using (run_id)
      where run_number = ${result.runNumber} and verdict = 'differs'`;
    expect(differing).toEqual({ difference: -1 });
    expect(await runUntilFound()).toEqual(["gone"]);
  });

  test("fixes differences and compares all of gold", async () => {
    await environment.sql`
      update gold.enrichments set nome_workspace = nome_workspace || '!'
      where id_enriquecimento in (select id_enriquecimento from gold.enrichments limit 3)`;
    await environment.admin.remove(1);
    const result = await environment.run({ kind: "prove" });
    expect(result).toMatchObject({ outcome: "succeeded_with_findings", deleted: 1 });
    await expectGoldEqualsSource(environment);
  });
});
