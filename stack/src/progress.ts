import { Listr } from "listr2";
import type { RunStep } from "./start-stack.ts";

/** Shows each step while it works: a spinner in a terminal, plain lines elsewhere. */
export const showProgress: RunStep = async (title, work) => {
  const context: { result?: Awaited<ReturnType<typeof work>> } = {};
  await new Listr<typeof context>(
    {
      title,
      task: async (ctx, task) => {
        ctx.result = await work((detail) => {
          task.title = `${title}: ${detail}`;
        });
      },
    },
    {
      ctx: context,
      // Signals are ours, and whoever called shows the error.
      registerSignalListeners: false,
      rendererOptions: { showErrorMessage: false },
    },
  ).run();
  return context.result as Awaited<ReturnType<typeof work>>;
};
