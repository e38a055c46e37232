import { CancellationScope } from "@temporalio/workflow";

/** Runs tasks in parallel. When one fails, the others are canceled and awaited, so none continues after the run has been closed. */
export async function allOrCancel<T>(tasks: readonly (() => Promise<T>)[]): Promise<T[]> {
  const scope = new CancellationScope();
  return scope.run(async () => {
    const started = tasks.map((task) => task());
    try {
      return await Promise.all(started);
    } catch (error) {
      scope.cancel();
      await Promise.allSettled(started);
      throw error;
    }
  });
}
