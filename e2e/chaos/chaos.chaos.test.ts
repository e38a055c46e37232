import {
  BRONZE_INGEST_WORKFLOW_ID,
  RESET_WORKFLOW_ID,
  TASK_QUEUE,
  type workflows,
} from "@enrichment-monitor/temporal";
import { WorkflowNotFoundError } from "@temporalio/client";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { expectBalancedLedger, expectGoldEqualsSource } from "../pipeline/expect-exact.ts";
import { type ChaosEnvironment, createChaosEnvironment, type RunHandle } from "./chaos-environment.ts";

let chaos: ChaosEnvironment;

beforeAll(async () => {
  chaos = await createChaosEnvironment(8_000);
  await chaos.run();
});
afterAll(() => chaos?.[Symbol.asyncDispose]());

/** Work for the run to break: changes, brought slowly enough to be met in the middle. */
const changeAtSource = (records: number) => async () => {
  await chaos.admin.setClock({ speed: 1 });
  await chaos.admin.setFaults({ latency_ms: { least: 20, extra: 20 } });
  await chaos.admin.touch(records);
  await chaos.admin.create(300);
};

/** Each case ends here: without a human, after one more run of the schedule, gold equals the source and all balances. */
afterEach(async () => {
  await chaos.admin.setFaults({ preset: "calm" });
  // What is compared must not change under the comparison.
  await chaos.admin.setClock({ speed: 0 });
  await vi.waitFor(async () => expect(await chaos.run()).toMatchObject({ outcome: "succeeded" }), {
    timeout: 120_000,
    interval: 1_000,
  });
  await expectGoldEqualsSource(chaos);
  await expectBalancedLedger(chaos);
});

const WAIT = { timeout: 60_000, interval: 20 };

/** The run has committed part of a slice and has more of it to read. */
async function reachMiddleOfReading(): Promise<void> {
  await vi.waitFor(async () => {
    const [slices] = await chaos.sql`
      select count(*) filter (where commits > 0 and slices.finished_at is null) > 0 as halfway
      from ops.slices join ops.runs using (run_id) where runs.finished_at is null`;
    expect(slices).toEqual({ halfway: true });
  }, WAIT);
}

/** Holds gold's table, so that a transformation stands still in its transaction, until it is disposed of. */
async function holdGold(): Promise<AsyncDisposable> {
  const held = Promise.withResolvers<void>();
  const released = Promise.withResolvers<void>();
  const transaction = chaos.sql.begin(async (sql) => {
    await sql`lock table gold.enrichments in share mode`;
    held.resolve();
    await released.promise;
  });
  await held.promise;
  return {
    async [Symbol.asyncDispose]() {
      released.resolve();
      await transaction;
    },
  };
}

/** A transformation waits for gold's table. */
async function reachMiddleOfTransforming(): Promise<void> {
  await vi.waitFor(async () => {
    const [waiting] = await chaos.sql`
      select count(*) > 0 as blocked from pg_locks where relation = 'gold.enrichments'::regclass and not granted`;
    expect(waiting).toEqual({ blocked: true });
  }, WAIT);
}

/** The run has asked the source and has not cut it into slices yet. */
async function reachPlanning(): Promise<void> {
  await vi.waitFor(async () => {
    const [run] = await chaos.sql`
      select requests > 0 and not exists (select from ops.slices where slices.run_id = runs.run_id) as planning
      from ops.runs where finished_at is null`;
    expect(run).toEqual({ planning: true });
  }, WAIT);
}

/** The run proves, and has not ended: it counts slowly. */
async function reachProof(): Promise<void> {
  await vi.waitFor(async () => {
    const [proof] = await chaos.sql`
      select count(*) > 0 as counting from ops.proofs join ops.runs using (run_id)
      where runs.finished_at is null and verdict = 'counting'`;
    expect(proof).toEqual({ counting: true });
  }, WAIT);
}

/** The run waits for as long as the source asked it to. */
async function reachWait(): Promise<void> {
  await vi.waitFor(async () => {
    const [run] = await chaos.sql`
      select wait_until > now() as waiting, wait_reason from ops.runs where finished_at is null`;
    expect(run).toEqual({ waiting: true, wait_reason: expect.stringContaining("429") });
  }, WAIT);
}

/** Temporal has repeated an activity of the ingestion more than once. */
async function reachRetries(): Promise<void> {
  await vi.waitFor(async () => {
    const { raw } = await chaos.client.workflow.getHandle(BRONZE_INGEST_WORKFLOW_ID).describe();
    const attempts = raw.pendingActivities?.map(({ attempt }) => attempt ?? 0) ?? [];
    expect(Math.max(0, ...attempts)).toBeGreaterThan(2);
  }, WAIT);
}

const finish = (run: RunHandle) => run.result().catch(() => "failed, canceled or terminated");

async function killBothWorkers(signal: NodeJS.Signals): Promise<void> {
  for (const worker of chaos.workers) worker.kill(signal);
  await Promise.all(chaos.workers.map(({ exited }) => exited));
}
const restartBothWorkers = () => Promise.all(chaos.workers.map((worker) => worker.restart()));

describe("processes that die", () => {
  beforeEach(changeAtSource(6_000));

  test("workers killed with SIGKILL in the middle of a slice", async () => {
    const run = await chaos.start();
    await reachMiddleOfReading();
    await killBothWorkers("SIGKILL");
    await restartBothWorkers();
    expect(await run.result()).toMatchObject({ outcome: "succeeded" });
  });

  test("workers killed with SIGKILL while a complete read is planned", async () => {
    await chaos.admin.setFaults({ latency_ms: { least: 1_000, extra: 0 } });
    const run = await chaos.start({ kind: "reconcile" });
    await reachPlanning();
    await killBothWorkers("SIGKILL");
    await chaos.admin.setFaults({ preset: "calm" });
    await restartBothWorkers();
    expect(await run.result()).toMatchObject({ outcome: "succeeded" });
  });

  test("workers killed with SIGKILL while the run waits for the source's Retry-After", async () => {
    const run = await chaos.start();
    await reachMiddleOfReading();
    await chaos.admin.setFaults({ rate_limited: 1, retry_after: { seconds: 1, least: 5, extra: 0 } });
    await reachWait();
    await killBothWorkers("SIGKILL");
    await chaos.admin.setFaults({ preset: "calm" });
    await restartBothWorkers();
    expect(await run.result()).toMatchObject({ outcome: "succeeded" });
  });

  test("workers killed with SIGKILL between two counts of a proof", async () => {
    await chaos.admin.setFaults({ latency_ms: { least: 400, extra: 0 } });
    const run = await chaos.start({ kind: "prove" });
    await reachProof();
    await killBothWorkers("SIGKILL");
    await chaos.admin.setFaults({ preset: "calm" });
    await restartBothWorkers();
    expect(await run.result()).toMatchObject({ outcome: expect.stringMatching(/^succeeded/) });
  });

  test("one of two workers killed in the middle of a slice", async () => {
    const run = await chaos.start();
    await reachMiddleOfReading();
    chaos.workers[0].kill("SIGKILL");
    expect(await run.result()).toMatchObject({ outcome: "succeeded" });
    await chaos.workers[0].restart();
  });

  test("workers killed with SIGKILL in the middle of a transformation", async () => {
    const run = await chaos.start();
    {
      await using _gold = await holdGold();
      await reachMiddleOfTransforming();
      await killBothWorkers("SIGKILL");
    }
    await restartBothWorkers();
    expect(await run.result()).toMatchObject({ outcome: "succeeded" });
  });

  test("workers told to stop with SIGTERM finish what they are at, and leave the rest", async () => {
    const run = await chaos.start();
    await reachMiddleOfReading();
    await killBothWorkers("SIGTERM");
    await restartBothWorkers();
    expect(await run.result()).toMatchObject({ outcome: "succeeded" });
  });

  test("the Temporal server killed and started again in the middle of a run", async () => {
    const run = await chaos.start();
    await reachMiddleOfReading();
    chaos.temporal.kill("SIGKILL");
    await chaos.temporal.restart();
    await vi.waitFor(async () => expect(await run.result()).toMatchObject({ outcome: "succeeded" }), {
      timeout: 120_000,
      interval: 500,
    });
  });

  test("PostgreSQL killed and started again in the middle of a run", async () => {
    const run = await chaos.start();
    await reachMiddleOfReading();
    chaos.postgres.kill("SIGKILL");
    await chaos.postgres.restart();
    expect(await run.result()).toMatchObject({ outcome: "succeeded" });
  });

  test("PostgreSQL refusing connections for a while", async () => {
    const run = await chaos.start();
    await reachMiddleOfReading();
    await chaos.allowConnections(false);
    await reachRetries();
    await chaos.allowConnections(true);
    expect(await run.result()).toMatchObject({ outcome: "succeeded" });
  });

  test("the source gone for a while", async () => {
    const run = await chaos.start();
    await reachMiddleOfReading();
    await chaos.admin.setFaults({ down: true });
    await reachRetries();
    await chaos.admin.setFaults({ preset: "calm" });
    expect(await run.result()).toMatchObject({ outcome: "succeeded" });
  });
});

describe("a source that misbehaves", () => {
  beforeEach(changeAtSource(1_000));

  test("a storm of 429s with every form of Retry-After", async () => {
    await chaos.admin.setFaults({
      preset: "storm",
      retry_after: { seconds: 3, date: 3, missing: 2, zero: 4, huge: 1, least: 0, extra: 1 },
    });
    await finish(await chaos.start());
  });

  test("5 % 500s, 2 % hangs, 2 % cut bodies and HTML", async () => {
    await chaos.admin.setFaults({
      server_error: 0.05,
      unanswered: 0.02,
      cut_connection: 0.01,
      cut_body: 0.01,
      html: 0.02,
    });
    await finish(await chaos.start());
  });

  test("records moving while they are read", async () => {
    await chaos.admin.setFaults({ touched_per_request: 5 });
    await finish(await chaos.start());
  });

  test("4,000 records updated in one second, with more changes while they are read", async () => {
    await chaos.admin.bulkUpdate(4_000);
    await chaos.admin.setFaults({ touched_per_request: 3 });
    await finish(await chaos.start());
  });

  test("records that vanish are noticed by conservation, and found and removed in the same run", async () => {
    const removed = await chaos.admin.remove(25);
    // Some may have appeared since the last run.
    const known =
      await chaos.sql`select from bronze.enrichment_heads where record_key = any(${removed}::uuid[])`;
    const run = await chaos.start();
    expect(await run.result()).toMatchObject({ outcome: "succeeded_with_findings", deleted: known.count });
  });
});

describe("what operators do", () => {
  beforeEach(changeAtSource(6_000));

  test("two triggers at once, and a linear run beside them", async () => {
    const runs = await Promise.all([chaos.start(), chaos.start(), chaos.start({}, "linearPipeline")]);
    const outcomes = await Promise.all(runs.map(async (run) => (await run.result()).outcome));
    expect(outcomes.sort()).toEqual(["already-running", "already-running", "succeeded"]);
  });

  test("a run canceled in the middle", async () => {
    const run = await chaos.start();
    await reachMiddleOfReading();
    await run.cancel();
    await finish(run);
    const [ledgered] = await chaos.sql`select outcome from ops.runs where workflow_id = ${run.workflowId}`;
    expect(ledgered).toEqual({ outcome: "canceled" });
  });

  test("a run terminated in the middle is recognised and closed by the next one", async () => {
    const run = await chaos.start();
    await reachMiddleOfReading();
    await run.terminate("an operator's mistake");
    await finish(run);
    await chaos.run();
    const [ledgered] = await chaos.sql`select outcome from ops.runs where workflow_id = ${run.workflowId}`;
    expect(ledgered).toEqual({ outcome: "abandoned" });
  });

  test.each([
    ["an early", 4],
    ["a late", 20],
  ])("a run reset to %s event", async (_, eventId) => {
    const run = await chaos.start();
    await reachMiddleOfReading();
    if (eventId > 10) await run.result();
    await resetTo(run, eventId);
    const again = chaos.client.workflow.getHandle<(typeof workflows)["enrichmentPipeline"]>(run.workflowId);
    expect(await again.result()).toMatchObject({ outcome: "succeeded" });
  });

  test("the warehouse emptied in the middle of a run", async () => {
    const run = await chaos.start();
    await reachMiddleOfReading();
    const [state] = await chaos.sql<{ generation: number }[]>`select generation from ops.warehouse_state`;
    await chaos.client.workflow.execute("resetWarehouse", {
      taskQueue: TASK_QUEUE,
      workflowId: RESET_WORKFLOW_ID,
      args: [state?.generation],
    });
    await finish(run);
    const [emptied] = await chaos.sql`
      select generation, (select count(*) from gold.enrichments) as gold,
             (select count(*) from bronze.enrichment_versions) as versions from ops.warehouse_state`;
    expect(emptied).toEqual({ generation: (state?.generation ?? 0) + 1, gold: 0, versions: 0 });
  });
});

/** `temporal workflow reset`: to the last completed workflow task at or before the event. */
async function resetTo(run: RunHandle, eventId: number): Promise<void> {
  const { events } = await run.fetchHistory();
  const task = events?.findLast(
    (event) => event.workflowTaskCompletedEventAttributes && Number(event.eventId) <= eventId,
  );
  if (!task) throw new WorkflowNotFoundError("No workflow task was completed.", run.workflowId, undefined);
  const { runId } = await run.describe();
  await chaos.client.workflowService.resetWorkflowExecution({
    namespace: "default",
    workflowExecution: { workflowId: run.workflowId, runId },
    reason: "chaos",
    requestId: crypto.randomUUID(),
    workflowTaskFinishEventId: task.eventId ?? null,
  });
}
