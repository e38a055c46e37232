import { setTimeout as sleep } from "node:timers/promises";
import { Presets, SingleBar } from "cli-progress";
import type { Sql } from "postgres";
import { type RunProgress, readRunProgress } from "./run-progress.ts";

/** Between two looks at the ledger; in milliseconds. */
const POLL_INTERVAL_MS = 250;

const LABEL = { reading: "Source to bronze", transforming: "Bronze to gold  " } as const;

/** Shows a run's progress on a terminal until `result` settles, and gives it back. Elsewhere shows nothing. */
export async function followRun<T>(sql: Sql, workflowId: string, result: Promise<T>): Promise<T> {
  if (!process.stderr.isTTY) return result;
  const bar = new SingleBar(
    {
      format: "{label} {bar} {percentage}%  {value} of {total}",
      hideCursor: true,
      clearOnComplete: true,
      noTTYOutput: false,
    },
    Presets.shades_classic,
  );
  bar.start(1, 0, { label: LABEL.reading });
  try {
    const settled = result.then(
      () => true,
      () => true,
    );
    while (!(await Promise.race([settled, sleep(POLL_INTERVAL_MS, false)])))
      show(bar, await readRunProgress(sql, workflowId));
    return await result;
  } finally {
    bar.stop();
  }
}

function show(bar: SingleBar, progress: RunProgress | null): void {
  if (!progress) return;
  bar.setTotal(Math.max(progress.total, 1));
  bar.update(progress.done, { label: LABEL[progress.phase] });
}
