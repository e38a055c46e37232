import {
  type Client,
  type ScheduleDescription,
  ScheduleNotFoundError,
  type ScheduleOverlapPolicy,
  type ScheduleUpdateOptions,
} from "@temporalio/client";

/** At fixed intervals, or once a day on a clock of a time zone. */
export type ScheduleTimes = { everyMs: number } | { hour: number; minute: number; timezone: string };

/** The settings of a schedule in code; times in milliseconds. */
export interface ScheduleIntent {
  scheduleId: string;
  /** One line for the Web UI. */
  summary: string;
  times: ScheduleTimes;
  catchupWindowMs: number;
  /** A workflow stuck in task failures, as after a bad deployment, must not block later ones forever. */
  executionTimeoutMs: number;
  overlap: ScheduleOverlapPolicy;
  workflowType: string;
  workflowId: string;
  taskQueue: string;
  args: unknown[];
}

/** The settings that are looked at for drift. */
type Compared = Omit<ScheduleIntent, "scheduleId" | "summary">;

export interface ScheduleChange {
  outcome: "created" | "updated" | "unchanged";
  /** Per changed setting, what it was and what it is now. */
  differences: { setting: string; was: unknown; is: unknown }[];
}

/**
 * Creates the schedule, or updates it to match the code. Does not change whether it is paused.
 *
 * @param startAtOnce whether a new schedule acts now, too, not only when its next time comes
 */
export async function ensureSchedule(
  client: Client,
  { scheduleId, summary, ...intent }: ScheduleIntent,
  startAtOnce = false,
): Promise<ScheduleChange> {
  const handle = client.schedule.getHandle(scheduleId);
  const existing = await handle.describe().catch((error: unknown) => {
    if (error instanceof ScheduleNotFoundError) return null;
    throw error;
  });
  if (!existing) {
    await client.schedule.create({
      scheduleId,
      ...scheduleOptions(intent, summary),
      state: { triggerImmediately: startAtOnce },
    });
    return { outcome: "created", differences: [] };
  }
  const differences = compare(describedIntent(existing), intent);
  if (differences.length === 0) return { outcome: "unchanged", differences };
  await handle.update((previous) => ({ ...scheduleOptions(intent, summary), state: previous.state }));
  return { outcome: "updated", differences };
}

function scheduleOptions(intent: Compared, summary: string): Omit<ScheduleUpdateOptions, "state"> {
  const { times } = intent;
  return {
    spec:
      "everyMs" in times
        ? { intervals: [{ every: times.everyMs }] }
        : { calendars: [{ hour: times.hour, minute: times.minute }], timezone: times.timezone },
    policies: { overlap: intent.overlap, catchupWindow: intent.catchupWindowMs },
    action: {
      type: "startWorkflow",
      workflowType: intent.workflowType,
      workflowId: intent.workflowId,
      taskQueue: intent.taskQueue,
      args: intent.args,
      workflowExecutionTimeout: intent.executionTimeoutMs,
      staticSummary: summary,
    },
  };
}

function describedIntent({ spec, policies, action }: ScheduleDescription): Record<keyof Compared, unknown> {
  const [interval] = spec.intervals ?? [];
  const [calendar] = spec.calendars ?? [];
  return {
    times: interval
      ? { everyMs: interval.every }
      : { hour: calendar?.hour[0]?.start, minute: calendar?.minute[0]?.start, timezone: spec.timezone },
    catchupWindowMs: policies.catchupWindow,
    executionTimeoutMs: action.workflowExecutionTimeout,
    overlap: policies.overlap,
    workflowType: action.workflowType,
    workflowId: action.workflowId,
    taskQueue: action.taskQueue,
    args: action.args ?? [],
  };
}

function compare(was: Record<keyof Compared, unknown>, is: Compared): ScheduleChange["differences"] {
  return Object.entries(is)
    .map(([setting, wanted]) => ({ setting, was: was[setting as keyof Compared], is: wanted }))
    .filter((difference) => JSON.stringify(difference.was) !== JSON.stringify(difference.is));
}
