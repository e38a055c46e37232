import { setTimeout as sleep } from "node:timers/promises";
import { Presets, SingleBar } from "cli-progress";
import type { Sql } from "postgres";
import { isTransientError } from "../ledger/is-transient-error.ts";
import { formatSpan } from "./output.ts";
import { type RunProgress, readRunProgress, timeLeftMs } from "./run-progress.ts";

/** Poll interval of the ledger; in milliseconds. */
const POLL_INTERVAL_MS = 250;

const LABEL = {
  planning: "Probing the source",
  reading: "Source to bronze  ",
  transforming: "Bronze to gold    ",
} as const;

/** Shows a run's progress on a terminal until `result` settles, and gives it back. Elsewhere shows nothing. */
export async function followRun<T>(sql: Sql, workflowId: string, result: Promise<T>): Promise<T> {
  if (!process.stderr.isTTY) return result;
  const bar = new SingleBar(
    {
      format: "{label} {bar} {percentage}%  {value} of {total}{remarks}",
      hideCursor: true,
      clearOnComplete: true,
      noTTYOutput: false,
    },
    Presets.shades_classic,
  );
  bar.start(1, 0, { label: LABEL.planning, remarks: "" });
  try {
    const settled = result.then(
      () => true,
      () => true,
    );
    while (!(await Promise.race([settled, sleep(POLL_INTERVAL_MS, false)])))
      show(bar, await readProgress(sql, workflowId));
    return await result;
  } finally {
    bar.stop();
  }
}

/** Null also while PostgreSQL restarts: the run waits for it, too. */
async function readProgress(sql: Sql, workflowId: string): Promise<RunProgress | null> {
  try {
    return await readRunProgress(sql, workflowId);
  } catch (error) {
    if (isTransientError(error)) return null;
    throw error;
  }
}

function show(bar: SingleBar, progress: RunProgress | null): void {
  if (!progress) return;
  bar.setTotal(Math.max(progress.total, 1));
  bar.update(progress.done, { label: LABEL[progress.phase], remarks: remarksOn(progress, new Date()) });
}

function remarksOn(progress: RunProgress, now: Date): string {
  const { requests, rateLimited, waitUntil } = progress;
  const left = timeLeftMs(progress, now);
  const remarks = [
    `${requests} requests`,
    rateLimited > 0 && `${rateLimited} answered 429`,
    waitUntil && waitUntil > now && `waits ${formatSpan(waitUntil.getTime() - now.getTime())}`,
    left !== null && `about ${formatSpan(left)} left`,
  ];
  return `, ${remarks.filter(Boolean).join(", ")}`;
}
