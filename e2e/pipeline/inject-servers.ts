import { inject } from "vitest";
import type { Servers } from "./worker-environment.ts";

/** The servers that the global set-up of the Vitest project started. */
export const injectServers = (): Servers => ({
  postgresUrl: inject("postgresUrl"),
  temporalAddress: inject("temporalAddress"),
  workflowBundle: inject("workflowBundle"),
});
