import { RESET_WORKFLOW_ID, TASK_QUEUE, type workflows } from "@enrichment-monitor/temporal";
import { WorkflowNotFoundError } from "@temporalio/client";
import { describe, expect, test } from "vitest";
import { killBothWorkers, restartBothWorkers } from "./both-workers.ts";
import type { RunHandle } from "./chaos-environment.ts";
import { useChaos } from "./use-chaos.ts";
import { waitForEnd } from "./wait-for-end.ts";
import { waitForPartialRead } from "./wait-for-run-state.ts";

const chaos = useChaos(6_000);

describe("operator commands", () => {
  test("two triggers and a linear run at once", async () => {
    const runs = await Promise.all([chaos().start(), chaos().start(), chaos().start({}, "linearPipeline")]);
    const outcomes = await Promise.all(runs.map(async (run) => (await run.result()).outcome));
    expect(outcomes.sort()).toEqual(["already-running", "already-running", "succeeded"]);
  });

  test("a run canceled during the read", async () => {
    const run = await chaos().start();
    await waitForPartialRead(chaos());
    await run.cancel();
    await waitForEnd(run);
    const [recorded] = await chaos().sql`select outcome from ops.runs where workflow_id = ${run.workflowId}`;
    expect(recorded).toEqual({ outcome: "canceled" });
  });

  test("a run terminated during the read is closed by the next run", async () => {
    const run = await chaos().start();
    await waitForPartialRead(chaos());
    await run.terminate("an operator's mistake");
    await waitForEnd(run);
    await chaos().run();
    const [recorded] = await chaos().sql`select outcome from ops.runs where workflow_id = ${run.workflowId}`;
    expect(recorded).toEqual({ outcome: "abandoned" });
  });

  test.each([
    ["an early", 4],
    ["a late", 20],
  ])("a run is reset to %s event", async (_, eventId) => {
    const run = await chaos().start();
    await waitForPartialRead(chaos());
    if (eventId > 10) await run.result();
    await resetTo(run, eventId);
    const again = chaos().client.workflow.getHandle<(typeof workflows)["enrichmentPipeline"]>(run.workflowId);
    expect(await again.result()).toMatchObject({ outcome: "succeeded" });
  });

  test("workers that are stopped with SIGTERM commit their current pages and exit", async () => {
    const run = await chaos().start();
    await waitForPartialRead(chaos());
    await killBothWorkers(chaos().workers, "SIGTERM");
    await restartBothWorkers(chaos().workers);
    expect(await run.result()).toMatchObject({ outcome: "succeeded" });
  });

  test("the warehouse is reset during a run", async () => {
    const run = await chaos().start();
    await waitForPartialRead(chaos());
    const [state] = await chaos().sql<{ generation: number }[]>`select generation from ops.warehouse_state`;
    await chaos().client.workflow.execute("resetWarehouse", {
      taskQueue: TASK_QUEUE,
      workflowId: RESET_WORKFLOW_ID,
      args: [state?.generation],
    });
    await waitForEnd(run);
    const [emptied] = await chaos().sql`
      select generation, (select count(*) from gold.enrichments) as gold,
             (select count(*) from bronze.enrichment_versions) as versions,
             (select count(*) from ops.source_fields) as fields from ops.warehouse_state`;
    expect(emptied).toEqual({ generation: (state?.generation ?? 0) + 1, gold: 0, versions: 0, fields: 0 });
  });
});

/** `temporal workflow reset` to the last completed workflow task at or before the event. */
async function resetTo(run: RunHandle, eventId: number): Promise<void> {
  const { events } = await run.fetchHistory();
  const task = events?.findLast(
    (event) => event.workflowTaskCompletedEventAttributes && Number(event.eventId) <= eventId,
  );
  if (!task) throw new WorkflowNotFoundError("No workflow task was completed.", run.workflowId, undefined);
  const { runId } = await run.describe();
  await chaos().client.workflowService.resetWorkflowExecution({
    namespace: "default",
    workflowExecution: { workflowId: run.workflowId, runId },
    reason: "chaos",
    requestId: crypto.randomUUID(),
    workflowTaskFinishEventId: task.eventId ?? null,
  });
}
