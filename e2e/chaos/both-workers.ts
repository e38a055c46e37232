import type { Service } from "@enrichment-monitor/stack/service";

export async function killBothWorkers(workers: readonly Service[], signal: NodeJS.Signals): Promise<void> {
  for (const worker of workers) worker.kill(signal);
  await Promise.all(workers.map(({ exited }) => exited));
}

export const restartBothWorkers = (workers: readonly Service[]): Promise<unknown> =>
  Promise.all(workers.map((worker) => worker.restart()));
