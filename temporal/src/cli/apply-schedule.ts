import { pipelineSchedule } from "../schedules/enrichment-pipeline-schedule.ts";
import { ensureSchedule } from "../schedules/ensure-schedule.ts";
import { purgeSchedule } from "../schedules/purge-history-schedule.ts";
import { print, printJson } from "./output.ts";
import type { Session } from "./session.ts";

/**
 * Creates or updates the schedules to match the code and prints the differences.
 *
 * @param options.firstRun whether a new schedule of runs starts one at once
 */
export async function applySchedule(
  { temporal, config }: Session,
  { json, firstRun = false }: { json?: boolean; firstRun?: boolean },
): Promise<void> {
  const pipeline = pipelineSchedule(config.SCHEDULE_INTERVAL_MINUTES);
  const schedules = await Promise.all(
    [pipeline, purgeSchedule].map(async (intent) => ({
      scheduleId: intent.scheduleId,
      ...(await ensureSchedule(temporal, intent, firstRun && intent === pipeline)),
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
