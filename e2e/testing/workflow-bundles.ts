import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { bundleWorkflows } from "@enrichment-monitor/temporal";
import { bundleWithShortHeartbeats } from "@enrichment-monitor/temporal/testing";
import type { TestProject } from "vitest/node";
import { type SharedServer, shareServer } from "../../stack/testing/shared-server.ts";

declare module "vitest" {
  interface ProvidedContext {
    /** Path of the bundle of the workflows as they are now. */
    workflowBundle: string;
    /** Path of the one whose activities time out after seconds without a heartbeat. */
    workflowBundleWithShortHeartbeats: string;
  }
}

/** Vitest globalSetup: provides the bundles, made once for all test files and the workers that they start. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const { value: folder, release } = await shareServer("workflow-bundles", bundleAll);
  project.provide("workflowBundle", join(folder, AS_THEY_ARE));
  project.provide("workflowBundleWithShortHeartbeats", join(folder, WITH_SHORT_HEARTBEATS));
  return release;
}

const AS_THEY_ARE = "workflows.js";
const WITH_SHORT_HEARTBEATS = "workflows-with-short-heartbeats.js";

async function bundleAll(): Promise<SharedServer> {
  const folder = await mkdtemp(join(tmpdir(), "enrichment-monitor-workflows-"));
  const bundles = [
    [AS_THEY_ARE, await bundleWorkflows()],
    [WITH_SHORT_HEARTBEATS, await bundleWithShortHeartbeats()],
  ] as const;
  for (const [name, { code }] of bundles) await writeFile(join(folder, name), code);
  return { value: folder, close: () => rm(folder, { recursive: true }) };
}
