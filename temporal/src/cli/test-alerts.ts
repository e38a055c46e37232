import { pipelineCommand } from "@enrichment-monitor/environment/pipeline-command";
import type { AlertReceiver } from "@enrichment-monitor/warehouse/alert-vocabulary";
import { WorkflowFailedError } from "@temporalio/client";
import type { TestOutcome } from "../activities/test-alerts.ts";
import { TASK_QUEUE, TEST_ALERTS_WORKFLOW_ID } from "../identifiers.ts";
import type * as workflows from "../workflows/index.ts";
import { EXIT } from "./exit-codes.ts";
import { print, printJson } from "./output.ts";
import type { Session } from "./session.ts";

/** Has the worker send a message to each of its receivers once, and prints the outcomes. */
export async function sendTestAlerts(
  { temporal }: Pick<Session, "temporal">,
  { json, receiver }: { json?: boolean; receiver?: AlertReceiver },
): Promise<void> {
  const outcomes = await testReceivers(temporal, receiver ?? null);
  const failed = outcomes.some(({ failure }) => failure !== null);
  if (failed || outcomes.length === 0) process.exitCode = EXIT.unhealthy;
  if (json) {
    printJson({ outcomes });
    return;
  }
  if (outcomes.length === 0)
    print(
      "The worker has no receiver: set ALERT_WEBHOOK_URL, ALERT_SLACK_URL or ALERT_SMTP_URL (docs/operations.md).",
    );
  for (const { receiver, failure } of outcomes)
    print(`${receiver}: ${failure === null ? "delivered" : `failed: ${failure}`}.`);
}

async function testReceivers(
  temporal: Session["temporal"],
  receiver: AlertReceiver | null,
): Promise<TestOutcome[]> {
  try {
    return await temporal.workflow.execute<(typeof workflows)["testAlerts"]>("testAlerts", {
      taskQueue: TASK_QUEUE,
      workflowId: `${TEST_ALERTS_WORKFLOW_ID}-${new Date().toISOString()}`,
      // Without a worker it would wait for one.
      workflowExecutionTimeout: "1 minute",
      args: [receiver],
      staticSummary: "Started manually: sends a test message to receivers of alerts",
    });
  } catch (error) {
    if (!(error instanceof WorkflowFailedError)) throw error;
    throw new Error(
      `No worker sent the messages within a minute: ${pipelineCommand()} status tells whether one runs.`,
      { cause: error },
    );
  }
}
