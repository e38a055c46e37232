import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { findTemporalBinary } from "@enrichment-monitor/stack/temporal-binary";
import { DEPLOYMENT_NAME } from "@enrichment-monitor/temporal";
import { readTemporalState, type WorkersState } from "@enrichment-monitor/warehouse/temporal-state";
import type { Client, WorkflowHandle } from "@temporalio/client";
import { expect, vi } from "vitest";
import type { WorkerEnvironment } from "./worker-environment.ts";

const WAIT = { timeout: 60_000, interval: 100 };

/** The Temporal CLI with a server and namespace; returns its JSON. */
export type Temporal = (...args: string[]) => Promise<unknown>;

export async function temporalOf({ client }: WorkerEnvironment, address: string): Promise<Temporal> {
  const binary = await findTemporalBinary();
  const server = ["--address", address, "--namespace", client.options.namespace, "--output", "json"];
  return async (...args) => {
    const { stdout } = await promisify(execFile)(binary, [...args, ...server]);
    return stdout.trim() && JSON.parse(stdout);
  };
}

/** Options of the Temporal CLI that name a build. */
export const ofBuild = (build: string) => ["--deployment-name", DEPLOYMENT_NAME, "--build-id", build];

export async function workersOf({ client }: { client: Client }): Promise<WorkersState> {
  const { schedule: _, ...workers } = await readTemporalState(client);
  return workers;
}

/** Starts a worker, and waits until Temporal knows its build, which can then be made current. */
export async function startBuild(environment: WorkerEnvironment, build: string): Promise<AsyncDisposable> {
  const worker = await environment.startWorker(build);
  await vi.waitFor(async () => expect((await workersOf(environment)).polledBuilds).toContain(build), WAIT);
  return worker;
}

/** Makes a build current. The command fails until the build polls for activities, too. */
export const makeCurrent = (temporal: Temporal, build: string): Promise<unknown> =>
  vi.waitFor(() => temporal("worker", "deployment", "set-current-version", ...ofBuild(build), "--yes"), WAIT);

/** The build that executed a workflow; undefined without versioning. */
export async function buildOf(workflow: Pick<WorkflowHandle, "describe">): Promise<string | undefined> {
  const { raw } = await workflow.describe();
  return raw.workflowExecutionInfo?.versioningInfo?.deploymentVersion?.buildId ?? undefined;
}

/** Per execution that a query finds, its type, status and build. */
export async function buildsOf({ client }: { client: Client }, query: string) {
  const executions = await Array.fromAsync(client.workflow.list({ query }));
  return Promise.all(
    executions.map(async ({ workflowId, runId, type, status }) => ({
      type,
      status: status.name,
      build: await buildOf(client.workflow.getHandle(workflowId, runId)),
    })),
  );
}
