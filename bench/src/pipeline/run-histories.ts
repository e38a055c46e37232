import type { Client, WorkflowHandle } from "@temporalio/client";

type Event = NonNullable<Awaited<ReturnType<WorkflowHandle["fetchHistory"]>>["events"]>[number];

export interface RunHistory {
  /** Of the workflow. */
  readonly type: string;
  readonly events: readonly Event[];
}

/** The histories of a finished workflow, of those it was continued as, and of their children. */
export async function readRunHistories(
  client: Client,
  { workflowId, runId }: { workflowId: string; runId?: string },
): Promise<RunHistory[]> {
  const history = await client.workflow.getHandle(workflowId, runId).fetchHistory();
  const events = history.events ?? [];
  const type = events[0]?.workflowExecutionStartedEventAttributes?.workflowType?.name ?? "unknown";
  const successor = events.at(-1)?.workflowExecutionContinuedAsNewEventAttributes?.newExecutionRunId;
  const related = events.flatMap(({ childWorkflowExecutionStartedEventAttributes: child }) =>
    child?.workflowExecution?.workflowId && child.workflowExecution.runId
      ? [{ workflowId: child.workflowExecution.workflowId, runId: child.workflowExecution.runId }]
      : [],
  );
  if (successor) related.push({ workflowId, runId: successor });
  const others = await Promise.all(related.map((execution) => readRunHistories(client, execution)));
  return [{ type, events }, ...others.flat()];
}

/**
 * Actions as Temporal Cloud bills them (docs.temporal.io/cloud/actions): one for each workflow started, by a client, as a
 * child or as new; one more for a parent's intent to start a child; one for each attempt of an activity; one for each
 * timer. Not in histories: heartbeats, and the two more of a start by a schedule.
 */
export function countActions({ events }: RunHistory): number {
  return events.reduce((sum, event) => sum + actionsOf(event), 0);
}

function actionsOf(event: Event): number {
  // An activity's last attempt is the only one in the history; it carries the number of attempts.
  if (event.activityTaskStartedEventAttributes) return event.activityTaskStartedEventAttributes.attempt ?? 1;
  const isAction =
    event.workflowExecutionStartedEventAttributes ??
    event.startChildWorkflowExecutionInitiatedEventAttributes ??
    event.timerStartedEventAttributes;
  return isAction ? 1 : 0;
}
