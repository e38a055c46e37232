/**
 * A function that runs `refresh`, but not before the last run has ended and `intervalMs` have passed since: calls meanwhile lead to
 * one more run. A busy pipeline commits many times a second.
 */
export function createRefresher(refresh: () => Promise<unknown>, intervalMs: number): () => void {
  let isRunning = false;
  let isWanted = false;

  async function run(): Promise<void> {
    isRunning = true;
    while (isWanted) {
      isWanted = false;
      await refresh();
      await new Promise((proceed) => setTimeout(proceed, intervalMs));
    }
    isRunning = false;
  }

  return () => {
    isWanted = true;
    if (!isRunning) void run();
  };
}
