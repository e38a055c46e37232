import { inject } from "vitest";
import type { Servers } from "./worker-environment.ts";

/** What the global set-up of the Vitest project has provided. */
export const injectServers = (): Servers => ({
  postgresUrl: inject("postgresUrl"),
  temporalAddress: inject("temporalAddress"),
  workflowBundle: inject("workflowBundle"),
});
