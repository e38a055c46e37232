/** Of the newest run that was started from this browser, until its end is told. */
const KEY = "started-run";

/** Remembers the id of a run, for every page and tab of this browser. */
export function rememberStartedRun(runId: string): void {
  withStorage((storage) => storage.setItem(KEY, runId));
}

/** The run that was started from this browser, if it is among `runs` and has finished. A run is returned once. */
export function takeStartedRun<Run extends { run_id: string; finished_at: string | null }>(
  runs: readonly Run[],
): Run | undefined {
  return withStorage((storage) => {
    const started = storage.getItem(KEY);
    const ended = runs.find(({ run_id, finished_at }) => run_id === started && finished_at !== null);
    if (ended) storage.removeItem(KEY);
    return ended;
  });
}

/** A browser can refuse storage: then nothing is remembered. */
function withStorage<Result>(use: (storage: Storage) => Result): Result | undefined {
  try {
    return use(localStorage);
  } catch (error) {
    if (error instanceof DOMException) return undefined;
    throw error;
  }
}
