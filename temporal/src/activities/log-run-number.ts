import type { ActivityInterceptors } from "@temporalio/worker";

/** Adds the number of the run, which is in the first argument of its activities, to each line that an activity logs. */
export function logRunNumber(): ActivityInterceptors {
  let run = {};
  return {
    inbound: {
      execute(input, next) {
        run = numberOf(input.args[0]);
        return next(input);
      },
    },
    outbound: { getLogAttributes: (attributes, next) => next({ ...attributes, ...run }) },
  };
}

const numberOf = (argument: unknown): { runNumber?: unknown } =>
  typeof argument === "object" && argument !== null && "runNumber" in argument
    ? { runNumber: argument.runNumber }
    : {};
