import { Listr } from "listr2";
import type { ReportDetail } from "./servers.ts";

/** Shows a step while it runs: a spinner in a terminal, otherwise plain lines. */
export async function showProgress<T>(
  title: string,
  work: (reportDetail: ReportDetail) => Promise<T>,
): Promise<T> {
  const outcome = Promise.withResolvers<T>();
  const steps = new Listr(
    {
      title,
      async task(_, task) {
        const reportDetail = (detail: string) => {
          task.title = `${title}: ${detail}`;
        };
        await work(reportDetail).then(outcome.resolve, (error: unknown) => {
          outcome.reject(error);
          // The caller prints the whole error once.
          throw new Error("see below");
        });
      },
    },
    // This process handles signals itself.
    { registerSignalListeners: false },
  );
  await Promise.allSettled([steps.run(), outcome.promise]);
  return outcome.promise;
}
