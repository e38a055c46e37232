import { ensureSchedule, scheduleIntent } from "../schedules/enrichment-pipeline-schedule.ts";
import { print, printJson } from "./output.ts";
import type { Session } from "./session.ts";

/** Creates the schedule, or brings it back to what the code says, and says what differed. */
export async function applySchedule(
  { temporal, config }: Session,
  { json }: { json?: boolean },
): Promise<void> {
  const change = await ensureSchedule(temporal, scheduleIntent(config.SCHEDULE_INTERVAL_MINUTES));
  if (json) {
    printJson(change);
    return;
  }
  print(`The schedule was ${change.outcome}.`);
  for (const { setting, was, is } of change.differences)
    print(`  ${setting}: ${JSON.stringify(was)} is now ${JSON.stringify(is)}`);
}
