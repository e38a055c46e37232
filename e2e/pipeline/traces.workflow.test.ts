import { spawn } from "node:child_process";
import { once } from "node:events";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";
import { loadConfig } from "@enrichment-monitor/analytics-api/config";
import { listen } from "@enrichment-monitor/analytics-api/listen";
import { startTraceReceiver, type TraceReceiver } from "@enrichment-monitor/environment/testing";
import { readConfig } from "@enrichment-monitor/source-api/config";
import { type RunningSourceApi, startSourceApi } from "@enrichment-monitor/source-api/start";
import { findFreePort } from "@enrichment-monitor/stack/free-port";
import { createApiKey } from "@enrichment-monitor/warehouse/api-key";
import { createWarehouseDatabase, type WarehouseDatabase } from "@enrichment-monitor/warehouse/testing";
import { Client, Connection } from "@temporalio/client";
import { Worker } from "@temporalio/worker";
import { pino } from "pino";
import { afterAll, beforeAll, expect, inject, onTestFinished, test } from "vitest";
import { registerNamespace } from "./worker-environment.ts";

const programOf = (path: string): string =>
  fileURLToPath(new URL(`../../temporal/src/${path}`, import.meta.url));
const SOURCE_KEY = "a-key-that-no-span-may-have";

let source: RunningSourceApi;
let warehouse: WarehouseDatabase;
let connection: Connection;
let client: Client;
let environment: NodeJS.ProcessEnv;

beforeAll(async () => {
  source = await startSourceApi(
    readConfig({
      SOURCE_API_PORT: "0",
      SOURCE_API_KEY: SOURCE_KEY,
      SOURCE_API_ADMIN_KEY: "traces-tests-admin-key",
      SOURCE_RECORDS: "300",
      SOURCE_FAULTS: "calm",
    }),
  );
  warehouse = await createWarehouseDatabase(inject("postgresUrl"));
  connection = await Connection.connect({ address: inject("temporalAddress") });
  const namespace = await registerNamespace(connection);
  client = new Client({ connection, namespace });
  environment = {
    PATH: process.env.PATH,
    DATABASE_URL: warehouse.url,
    SOURCE_API_URL: source.url,
    SOURCE_API_KEY: SOURCE_KEY,
    TEMPORAL_ADDRESS: inject("temporalAddress"),
    TEMPORAL_NAMESPACE: namespace,
    OTEL_BSP_SCHEDULE_DELAY: "100",
  };
});
afterAll(async () => {
  await connection.close();
  await warehouse[Symbol.asyncDispose]();
  await source.close();
});

const start = (script: string, args: string[], endpoint: string) =>
  spawn(process.execPath, [programOf(script), ...args], {
    env: { ...environment, OTEL_EXPORTER_OTLP_ENDPOINT: endpoint },
    stdio: ["ignore", "pipe", "pipe"],
  });

/** Starts a worker that sends its traces to `endpoint`. */
async function startWorker(endpoint: string) {
  environment.WORKER_HEALTH_PORT = String(await findFreePort());
  const worker = start("worker.ts", [], endpoint);
  onTestFinished(() => void worker.kill("SIGKILL"));
  for (const stream of [worker.stdout, worker.stderr]) stream.resume();
  return {
    async stop(): Promise<void> {
      worker.kill("SIGTERM");
      expect(await once(worker, "exit")).toEqual([0, null]);
    },
  };
}

async function runByCli(endpoint: string) {
  const cli = start("cli.ts", ["run", "--json"], endpoint);
  const [result, errors] = await Promise.all([text(cli.stdout), text(cli.stderr), once(cli, "exit")]);
  return { result: JSON.parse(result) as { outcome: string; workflowId: string }, errors };
}

const pathsOf = (receiver: TraceReceiver): string[] =>
  receiver.spans.map((span) => receiver.pathOf(span).join(" > "));

const PIPELINE = "StartWorkflow:enrichmentPipeline > RunWorkflow:enrichmentPipeline";
const READ_SLICE = [
  PIPELINE,
  "StartChildWorkflow:bronzeIngest > RunWorkflow:bronzeIngest",
  "StartActivity:readSlice > RunActivity:readSlice",
].join(" > ");

test("a run is one trace, from the command to its requests and statements, without keys and data", async () => {
  await using receiver = await startTraceReceiver();
  const worker = await startWorker(receiver.url);
  const { result, errors } = await runByCli(receiver.url);
  expect({ errors, outcome: result.outcome }).toEqual({ errors: "", outcome: "succeeded" });
  await worker.stop();
  expect(pathsOf(receiver)).toEqual(
    expect.arrayContaining([PIPELINE, `${READ_SLICE} > GET`, `${READ_SLICE} > select bronze.fetches`]),
  );
  expect(new Set(receiver.spans.map(({ traceId }) => traceId)).size).toBe(1);
  const [record] = await warehouse.sql<{ id: string; workspace: string }[]>`
    select id_enriquecimento as id, nome_workspace as workspace from gold.enrichments limit 1`;
  const sent = JSON.stringify(receiver.spans);
  for (const secret of [SOURCE_KEY, record?.id, record?.workspace]) {
    expect(secret).toBeDefined();
    expect(sent).not.toContain(secret);
  }
  // A run continues when tracing is switched off.
  const history = await client.workflow.getHandle(result.workflowId).fetchHistory();
  await Worker.runReplayHistory({ workflowBundle: { codePath: inject("workflowBundle") } }, history);
});

test("a run that the API starts belongs to the trace of its request", async () => {
  await using receiver = await startTraceReceiver();
  const worker = await startWorker(receiver.url);
  const api = await listen(
    {
      ...loadConfig({
        DATABASE_URL: warehouse.url,
        TEMPORAL_ADDRESS: inject("temporalAddress"),
        TEMPORAL_NAMESPACE: client.options.namespace,
        OTEL_EXPORTER_OTLP_ENDPOINT: receiver.url,
      }),
      port: 0,
    },
    pino({ level: "silent" }),
  );
  const { key } = await createApiKey(warehouse.sql, { name: "Test", scope: "operator" });
  const answer = await fetch(`${api.url}/pipeline/runs`, {
    method: "POST",
    body: JSON.stringify({ kind: "incremental" }),
    headers: { "Content-Type": "application/json", Authorization: `Bearer ${key}` },
  });
  const { data } = (await answer.json()) as { data: { workflow_id: string } };
  await client.workflow.getHandle(data.workflow_id).result();
  await api.close();
  await worker.stop();
  expect(pathsOf(receiver)).toEqual(
    expect.arrayContaining([
      "POST /pipeline/runs > select ops.runs",
      `POST /pipeline/runs > ${PIPELINE}`,
      `POST /pipeline/runs > ${READ_SLICE} > GET`,
    ]),
  );
  expect(JSON.stringify(receiver.spans)).not.toContain(key);
});

test("a run succeeds, and its processes end, while no receiver responds", async () => {
  const nowhere = `http://127.0.0.1:${await findFreePort()}`;
  const worker = await startWorker(nowhere);
  const { result } = await runByCli(nowhere);
  expect(result.outcome).toBe("succeeded");
  await worker.stop();
});
