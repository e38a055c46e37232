import { readConfig } from "@enrichment-monitor/source-api/config";
import { type RunningSourceApi, startSourceApi } from "@enrichment-monitor/source-api/start";
import type { ActivityDependencies } from "@enrichment-monitor/temporal";
import { createSourceAdmin, type SourceAdmin } from "./source-admin.ts";
import { createWorkerEnvironment, type Servers, type WorkerEnvironment } from "./worker-environment.ts";

export interface PipelineEnvironment extends WorkerEnvironment {
  source: RunningSourceApi;
  admin: SourceAdmin;
  /** Another source takes its place at the same address, with these variables. */
  replaceSource(source: Record<string, string>): Promise<void>;
}

/** Where the source's clock begins, so that a test finds the same jobs on every day; TEST_INSTANT sets another, in the past. */
const SOURCE_INSTANT = process.env.TEST_INSTANT ?? "2025-06-10T15:00:00Z";

const API_KEY = "pipeline-tests-api-key";
const ADMIN_KEY = "pipeline-tests-admin-key";

const startSource = (variables: Record<string, string>): Promise<RunningSourceApi> =>
  startSourceApi(
    readConfig({
      SOURCE_API_PORT: "0",
      SOURCE_API_KEY: API_KEY,
      SOURCE_API_ADMIN_KEY: ADMIN_KEY,
      SOURCE_RECORDS: "1000",
      SOURCE_FAULTS: "calm",
      SOURCE_CLOCK_NOW: SOURCE_INSTANT,
      ...variables,
    }),
  );

/**
 * Source API, warehouse, worker and a Temporal namespace of their own, on the servers of this test run.
 * @param source variables of the source API's environment
 */
export async function createPipelineEnvironment(
  servers: Servers,
  source: Record<string, string> = {},
  settings: Partial<ActivityDependencies["settings"]> = {},
): Promise<PipelineEnvironment> {
  let running = await startSource(source);
  const environment = await createWorkerEnvironment(
    servers,
    { baseUrl: running.url, apiKey: API_KEY },
    settings,
  );
  return {
    ...environment,
    source: running,
    async replaceSource(variables) {
      await running.close();
      running = await startSource({ ...variables, SOURCE_API_PORT: new URL(running.url).port });
    },
    admin: createSourceAdmin(running.url, ADMIN_KEY),
    async [Symbol.asyncDispose]() {
      await environment[Symbol.asyncDispose]();
      await running.close();
    },
  };
}
