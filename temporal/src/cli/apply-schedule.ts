import { pipelineSchedule } from "../schedules/enrichment-pipeline-schedule.ts";
import { ensureSchedule } from "../schedules/ensure-schedule.ts";
import { purgeSchedule } from "../schedules/purge-history-schedule.ts";
import { print, printJson } from "./output.ts";
import type { Session } from "./session.ts";

/** Creates or updates the schedules to match the code and prints the differences. */
export async function applySchedule(
  { temporal, config }: Session,
  { json }: { json?: boolean },
): Promise<void> {
  const schedules = await Promise.all(
    [pipelineSchedule(config.SCHEDULE_INTERVAL_MINUTES), purgeSchedule].map(async (intent) => ({
      scheduleId: intent.scheduleId,
      ...(await ensureSchedule(temporal, intent)),
    })),
  );
  if (json) {
    printJson({ schedules });
    return;
  }
  for (const { scheduleId, outcome, differences } of schedules) {
    print(`The schedule ${scheduleId} was ${outcome}.`);
    for (const { setting, was, is } of differences)
      print(`  ${setting}: ${JSON.stringify(was)} is now ${JSON.stringify(is)}`);
  }
}
