import { readConfig } from "@enrichment-monitor/source-api/config";
import { type RunningSourceApi, startSourceApi } from "@enrichment-monitor/source-api/start";
import type { ActivityDependencies } from "@enrichment-monitor/temporal";
import { createSourceAdmin, type SourceAdmin } from "./source-admin.ts";
import { createWorkerEnvironment, type Servers, type WorkerEnvironment } from "./worker-environment.ts";

export interface PipelineEnvironment extends WorkerEnvironment {
  source: RunningSourceApi;
  admin: SourceAdmin;
  /** Replaces the source by another one at the same address, with these variables. */
  replaceSource(source: Record<string, string>): Promise<void>;
}

/** The source's clock at the start, so that a test has the same jobs every day. TEST_INSTANT sets another instant in the past. */
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
 * A source API, warehouse, worker and Temporal namespace for one test, on the servers of this test run.
 * @param source environment variables of the source API
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
