import { type Switch, switchPipeline } from "@enrichment-monitor/warehouse/pipeline-switch";
import { print, printJson } from "./output.ts";
import type { Session } from "./session.ts";

/** Pauses or resumes the schedule and the active run, and prints what followed. */
export async function switchAndPrint(
  { temporal, sql }: Session,
  to: Switch,
  { json, note }: { json?: boolean; note: string },
): Promise<void> {
  const workflows = await switchPipeline(sql, temporal, to, note);
  if (json) printJson({ schedule: to === "pause" ? "paused" : "running", workflows });
  else print(sentence(to, workflows));
}

function sentence(to: Switch, workflows: readonly string[]): string {
  const verb = to === "pause" ? "paused" : "running";
  const run =
    workflows.length > 0
      ? `; the active run is ${to === "pause" ? "paused after its current activity" : "running"}`
      : "";
  return `The schedule is ${verb}${run}.`;
}
