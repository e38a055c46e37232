import { join } from "node:path";
import type { TestProject } from "vitest/node";
import { createSupervisor } from "../src/supervisor.ts";
import { startTemporalServer } from "../src/temporal-server.ts";
import { type SharedServer, shareServer } from "./shared-server.ts";

declare module "vitest" {
  interface ProvidedContext {
    /** Host and port of the Temporal server of this test run. */
    temporalAddress: string;
  }
}

/** Vitest globalSetup: provides `temporalAddress`. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const { value, release } = await shareServer("temporal", startTemporal);
  project.provide("temporalAddress", value);
  return release;
}

async function startTemporal(): Promise<SharedServer> {
  const supervisor = createSupervisor();
  const folder = await supervisor.temporaryFolder("enrichment-monitor-temporal-");
  const { address } = await startTemporalServer({
    supervisor,
    port: 0,
    uiPort: 0,
    namespace: "default",
    logFile: join(folder, "temporal.log"),
  });
  return { value: address, close: () => supervisor.close() };
}
