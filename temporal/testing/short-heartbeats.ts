import type { WorkflowInterceptors } from "@temporalio/workflow";

/** Longer than the interval at which activities heartbeat, shorter than a test may take. */
export const SHORT_HEARTBEAT_TIMEOUT_MS = 8_000;

/** A workflow interceptor module: an activity without heartbeats times out in seconds. */
export const interceptors = (): WorkflowInterceptors => ({
  outbound: [
    {
      scheduleActivity: (input, next) =>
        next({ ...input, options: { ...input.options, heartbeatTimeout: SHORT_HEARTBEAT_TIMEOUT_MS } }),
    },
  ],
});
