import { fileURLToPath } from "node:url";
import { bundleWorkflows } from "../src/workflow-bundle.ts";

export { SHORT_HEARTBEAT_TIMEOUT_MS } from "./short-heartbeats.ts";

/** The workflows as they are, but for the heartbeat time-out of their activities. */
export const bundleWithShortHeartbeats = () =>
  bundleWorkflows([fileURLToPath(new URL("./short-heartbeats.ts", import.meta.url))]);
