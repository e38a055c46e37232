import type { Client, WorkflowHandle } from "@temporalio/client";

type Event = NonNullable<Awaited<ReturnType<WorkflowHandle["fetchHistory"]>>["events"]>[number];

export interface RunHistory {
  /** The workflow's type. */
  readonly type: string;
  readonly events: readonly Event[];
}

/** The histories of a finished workflow, its continuations and their children. */
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
 * Counts actions as Temporal Cloud bills them (docs.temporal.io/cloud/actions): one for each workflow start, also of a child or a
 * continuation; one more for a parent that starts a child; one for each attempt of an activity; one for each timer. Histories do not contain
 * heartbeats, and the two more for a start by a schedule.
 */
export function countActions({ events }: RunHistory): number {
  return events.reduce((sum, event) => sum + actionsOf(event), 0);
}

function actionsOf(event: Event): number {
  // The history contains only an activity's last attempt, with its number.
  if (event.activityTaskStartedEventAttributes) return event.activityTaskStartedEventAttributes.attempt ?? 1;
  const isAction =
    event.workflowExecutionStartedEventAttributes ??
    event.startChildWorkflowExecutionInitiatedEventAttributes ??
    event.timerStartedEventAttributes;
  return isAction ? 1 : 0;
}
