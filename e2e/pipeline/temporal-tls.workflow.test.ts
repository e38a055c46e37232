import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";
import { readConfig } from "@enrichment-monitor/source-api/config";
import { startSourceApi } from "@enrichment-monitor/source-api/start";
import { findFreePort } from "@enrichment-monitor/stack/free-port";
import { createWarehouseDatabase } from "@enrichment-monitor/warehouse/testing";
import { Connection } from "@temporalio/client";
import { beforeAll, expect, inject, onTestFinished, test, vi } from "vitest";
import { type Certificate, createAuthority, issueCertificate } from "./certificates.ts";
import { startTlsProxy } from "./tls-proxy.ts";
import { registerNamespace } from "./worker-environment.ts";
import { startWorkerProcess, waitUntilHealthy } from "./worker-process.ts";

const CLI = fileURLToPath(new URL("../../temporal/src/cli.ts", import.meta.url));

/** The name in the server's certificate, which is not that of its address. */
const SERVER_NAME = "temporal.example.com";
const API_KEY = "tls-tests-api-key";
const SOURCE_KEY = "tls-tests-source-key";
/** `IndexedValueType` of Temporal's API. */
const KEYWORD = 2;
const INT = 3;
const WAIT = { timeout: 30_000, interval: 100 };

let authority: Certificate;
let server: Certificate;
beforeAll(async () => {
  authority = await createAuthority("Authority of the tests");
  server = await issueCertificate(authority, SERVER_NAME);
});

/** A folder with these files, until the end of the test. */
async function writeFiles(files: Record<string, string>): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "temporal-tls-"));
  onTestFinished(() => rm(folder, { recursive: true }));
  for (const [name, content] of Object.entries(files)) await writeFile(join(folder, name), content);
  return folder;
}

/** A source, a warehouse and a namespace of Temporal, as environment variables. */
async function createPipeline() {
  const source = await startSourceApi(
    readConfig({
      SOURCE_API_PORT: "0",
      SOURCE_API_KEY: SOURCE_KEY,
      SOURCE_API_ADMIN_KEY: "tls-tests-admin-key",
      SOURCE_RECORDS: "200",
      SOURCE_FAULTS: "calm",
    }),
  );
  onTestFinished(() => source.close());
  const warehouse = await createWarehouseDatabase(inject("postgresUrl"));
  onTestFinished(() => warehouse[Symbol.asyncDispose]());
  const connection = await Connection.connect({ address: inject("temporalAddress") });
  onTestFinished(() => connection.close());
  const namespace = await registerNamespace(connection);
  const environment = {
    SOURCE_API_URL: source.url,
    SOURCE_API_KEY: SOURCE_KEY,
    DATABASE_URL: warehouse.url,
    TEMPORAL_NAMESPACE: namespace,
  };
  return { connection, namespace, environment };
}

/**
 * Registers the search attributes of runs, as an administrator.
 * @returns how many workflows are found by the number of a run
 */
async function registerSearchAttributes(connection: Connection, namespace: string) {
  await connection.operatorService.addSearchAttributes({
    namespace,
    searchAttributes: { EnrichmentRunKind: KEYWORD, EnrichmentRunTrigger: KEYWORD, EnrichmentRunNumber: INT },
  });
  const runsByNumber = async (number: number): Promise<number> => {
    const query = `EnrichmentRunNumber = ${number} and EnrichmentRunKind is not null and EnrichmentRunTrigger = 'cli'`;
    const { count } = await connection.workflowService.countWorkflowExecutions({ namespace, query });
    return Number(count);
  };
  await vi.waitFor(() => runsByNumber(1), WAIT);
  return runsByNumber;
}

async function runCli(args: readonly string[], environment: NodeJS.ProcessEnv) {
  const child = spawn(process.execPath, [CLI, ...args], {
    env: { PATH: process.env.PATH, ...environment },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const [output, errors, [code]] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    once(child, "close"),
  ]);
  return { code, output, errors };
}

/** Starts a worker, has it execute a run that the CLI starts, and returns all output. */
async function runPipeline(environment: NodeJS.ProcessEnv): Promise<string> {
  const port = await findFreePort();
  const worker = startWorkerProcess({ ...environment, WORKER_HEALTH_PORT: String(port) });
  await waitUntilHealthy(port);
  const run = await runCli(["run"], environment);
  expect(run).toMatchObject({ code: 0, errors: "", output: expect.stringContaining("succeeded") });
  const status = await runCli(["status"], environment);
  expect(status.output).toMatch(/^Workers +1$/m);
  worker.process.kill("SIGTERM");
  expect(await worker.exited).toEqual([0, null]);
  return worker.output() + run.output + status.output + status.errors;
}

/** Worker and CLI must end by themselves, and tell the same. */
async function expectRefusal(environment: NodeJS.ProcessEnv, message: RegExp): Promise<string> {
  const worker = startWorkerProcess(environment);
  expect(await worker.exited).toEqual([1, null]);
  expect(worker.output()).toMatch(message);
  const status = await runCli(["status"], {
    ...environment,
    DATABASE_URL: "postgres://nobody@127.0.0.1:1/none",
  });
  expect(status).toMatchObject({ code: 2, output: "", errors: expect.stringMatching(message) });
  return worker.output() + status.errors;
}

/** The environment of a client with this certificate, by a profile in a file. */
async function profileOf(address: string, client: Certificate): Promise<NodeJS.ProcessEnv> {
  const folder = await writeFiles({
    "client.pem": client.cert,
    "client.key": client.key,
    "ca.pem": authority.cert,
  });
  const file = join(folder, "temporal.toml");
  await writeFile(
    file,
    `[profile.cloud]
address = "${address}"
[profile.cloud.tls]
client_cert_path = "${join(folder, "client.pem")}"
client_key_path = "${join(folder, "client.key")}"
server_ca_cert_path = "${join(folder, "ca.pem")}"
server_name = "${SERVER_NAME}"
`,
  );
  return { TEMPORAL_CONFIG_FILE: file, TEMPORAL_PROFILE: "cloud" };
}

test("worker and CLI log in with a client certificate of a profile", async () => {
  await using proxy = await startTlsProxy(inject("temporalAddress"), {
    ...server,
    ca: authority.cert,
    requestCert: true,
    rejectUnauthorized: true,
  });
  const client = await issueCertificate(authority, "pipeline");
  await runPipeline({ ...(await createPipeline()).environment, ...(await profileOf(proxy.address, client)) });

  const foreign = await issueCertificate(await createAuthority("Another authority"), "pipeline");
  await expectRefusal(
    await profileOf(proxy.address, foreign),
    new RegExp(
      `Cannot connect to Temporal at ${proxy.address} \\(.+\\): .*check CA, server name, client certificate`,
    ),
  );
}, 120_000);

test("worker and CLI log in with an API key over TLS, which no output has", async () => {
  const { connection, namespace, environment: pipeline } = await createPipeline();
  const runsByNumber = await registerSearchAttributes(connection, namespace);
  await using proxy = await startTlsProxy(inject("temporalAddress"), server, { apiKey: API_KEY, namespace });
  const folder = await writeFiles({ "ca.pem": authority.cert });
  const environment = {
    TEMPORAL_ADDRESS: proxy.address,
    TEMPORAL_API_KEY: API_KEY,
    TEMPORAL_TLS_SERVER_CA_CERT_PATH: join(folder, "ca.pem"),
    TEMPORAL_TLS_SERVER_NAME: SERVER_NAME,
  };
  expect(await runPipeline({ ...pipeline, ...environment })).not.toContain(API_KEY);
  await vi.waitFor(async () => expect(await runsByNumber(1)).toBe(1), WAIT);

  const output = await expectRefusal(
    { ...environment, TEMPORAL_API_KEY: "wrong-api-key" },
    /Cannot connect to Temporal at .+ \(.*Request unauthorized.*\): .*check TEMPORAL_API_KEY/,
  );
  expect(output).not.toContain("wrong-api-key");
}, 120_000);
