import { CancellationScope } from "@temporalio/workflow";

/** Works at once. When one fails, the others are canceled and waited for: none works on for a run that has been closed. */
export async function allOrNone<T>(works: readonly (() => Promise<T>)[]): Promise<T[]> {
  const scope = new CancellationScope();
  return scope.run(async () => {
    const started = works.map((work) => work());
    try {
      return await Promise.all(started);
    } catch (error) {
      scope.cancel();
      await Promise.allSettled(started);
      throw error;
    }
  });
}
