import {
  ensureSchedule,
  pipelineSchedule,
  RESET_WORKFLOW_ID,
  SCHEDULE_ID,
  TASK_QUEUE,
} from "@enrichment-monitor/temporal";
import { WorkflowFailedError } from "@temporalio/client";
import { expect, test, vi } from "vitest";
import { proofOfRun } from "../../temporal/testing/proof-of-run.ts";
import { changeSource } from "./change-source.ts";
import { expectBalancedLedger, expectGoldEqualsSource } from "./expect-exact.ts";
import { injectServers } from "./inject-servers.ts";
import { createPipelineEnvironment, type PipelineEnvironment } from "./pipeline-environment.ts";
import { backUpWarehouse } from "./restore-warehouse.ts";
import { waitForSlices } from "./wait-for-slices.ts";

const WAIT = { timeout: 60_000, interval: 100 };

const createEnvironment = (records: number) =>
  createPipelineEnvironment(injectServers(), { SOURCE_RECORDS: String(records), SOURCE_CLOCK_SPEED: "0" });

/** Changes, creates and deletes records. */
async function changeMuch({ admin }: PipelineEnvironment): Promise<void> {
  await changeSource(admin, async () => {
    await admin.touch(40);
    await admin.create(30);
    await admin.remove(10);
  });
}

/** The run must have left an exact warehouse, and have proved it. */
async function expectExactAfter(environment: PipelineEnvironment, runNumber: number): Promise<void> {
  await expectGoldEqualsSource(environment);
  await expectBalancedLedger(environment);
  expect(["proved", "read_in_full"]).toContain((await proofOfRun(environment.sql, runNumber)).verdict);
}

/** Runs, and must leave an exact warehouse. */
async function runAndProve(environment: PipelineEnvironment) {
  const result = await environment.run();
  if ("busyWith" in result) throw new Error(`Run ${result.busyWith.runNumber} is active.`);
  expect(result.outcome).toMatch(/^succeeded/);
  await expectExactAfter(environment, result.runNumber);
  return result;
}

test("the first run after a restore brings an older warehouse up to the source, and so do scheduled ones", async () => {
  await using environment = await createEnvironment(1_000);
  const { client, sql } = environment;
  await runAndProve(environment);
  await changeMuch(environment);
  const last = await runAndProve(environment);
  await using backup = await backUpWarehouse(environment.databaseUrl);

  await changeMuch(environment);
  await runAndProve(environment);
  await environment.run({ kind: "reconcile" });
  await changeMuch(environment);
  await runAndProve(environment);
  await ensureSchedule(client, pipelineSchedule(24 * 60));
  await changeMuch(environment);
  await backup.restore();

  const first = await runAndProve(environment);
  expect(first).toMatchObject({ runNumber: last.runNumber + 1, kind: "incremental" });
  await changeMuch(environment);
  await client.schedule.getHandle(SCHEDULE_ID).trigger();
  await vi.waitFor(async () => {
    const [scheduled] = await sql`select finished_at from ops.runs where trigger = 'schedule'`;
    expect(scheduled?.finished_at).toBeInstanceOf(Date);
  }, WAIT);
  await expectExactAfter(environment, first.runNumber + 1);
}, 120_000);

test("a run that is open when an older warehouse is restored fails, and writes nothing into it", async () => {
  await using environment = await createEnvironment(3_000);
  const { admin, sql } = environment;
  await runAndProve(environment);
  await using backup = await backUpWarehouse(environment.databaseUrl);
  await changeMuch(environment);

  await admin.setFaults({ latency_ms: { least: 500, extra: 0 } });
  const open = await environment.start({ kind: "reconcile" });
  await waitForSlices(environment);
  await backup.restore();
  await admin.setFaults({ preset: "calm" });
  await expect(open.result()).rejects.toThrow(WorkflowFailedError);
  expect([...(await sql`select run_number from ops.runs`)]).toEqual([{ run_number: 1 }]);
  await runAndProve(environment);
}, 120_000);

test("a run that was open in the backup is closed as abandoned by the next one", async () => {
  await using environment = await createEnvironment(3_000);
  const { admin, sql } = environment;
  await admin.setFaults({ latency_ms: { least: 300, extra: 0 } });
  const open = await environment.start();
  await waitForSlices(environment);
  await using backup = await backUpWarehouse(environment.databaseUrl);
  await admin.setFaults({ preset: "calm" });
  expect(await open.result()).toMatchObject({ outcome: "succeeded" });
  await changeMuch(environment);
  await runAndProve(environment);
  await backup.restore();

  expect(await runAndProve(environment)).toMatchObject({ runNumber: 2 });
  const [abandoned] = await sql`select outcome from ops.runs where run_number = 1`;
  expect(abandoned).toEqual({ outcome: "abandoned" });
}, 120_000);

test("a backup from before a reset is restored after it", async () => {
  await using environment = await createEnvironment(1_000);
  const { client, sql } = environment;
  await runAndProve(environment);
  await using backup = await backUpWarehouse(environment.databaseUrl);
  const [before] = await sql<[{ generation: number }]>`select generation from ops.warehouse_state`;
  await changeMuch(environment);
  await client.workflow.execute("resetWarehouse", {
    taskQueue: TASK_QUEUE,
    workflowId: RESET_WORKFLOW_ID,
    args: [before.generation],
  });
  await runAndProve(environment);
  await changeMuch(environment);
  await backup.restore();

  expect(await runAndProve(environment)).toMatchObject({ runNumber: 2, kind: "incremental" });
  expect([...(await sql`select generation from ops.warehouse_state`)]).toEqual([before]);
}, 120_000);
