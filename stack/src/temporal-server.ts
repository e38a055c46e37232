import { execFile } from "node:child_process";
import { mkdir } from "node:fs/promises";
import { dirname } from "node:path";
import { promisify } from "node:util";
import { findFreePort } from "./free-port.ts";
import { EndedEarlyError } from "./process-exit.ts";
import { waitUntilReady } from "./ready.ts";
import type { SupervisedProcess, Supervisor } from "./supervisor.ts";
import { findTemporalBinary } from "./temporal-binary.ts";

const run = promisify(execFile);

/**
 * The same as in docker/temporal/dynamic-config.yaml. The limit of transfer-task polls per second. With the default of 20, a
 * run that soon follows another waits 50 ms at every step, which is most of a small run's time.
 */
const DYNAMIC_CONFIG = { "history.transferProcessorMaxPollRPS": "1000" };

const READY_TIMEOUT_MS = 60_000;
/** The server chooses four more ports itself, and exits if another program takes one first. */
const ATTEMPTS = 3;

export interface TemporalServerOptions {
  readonly supervisor: Supervisor;
  /** 0: a free port. */
  readonly port: number;
  /** 0: a free port. */
  readonly uiPort: number;
  readonly namespace: string;
  /** Stores executions; without it they are lost when the server ends. */
  readonly databaseFile?: string;
  /** Dynamic configuration of the server, such as `{ "limit.historyCount.suggestContinueAsNew": "20" }`. */
  readonly dynamicConfig?: Readonly<Record<string, string>>;
  readonly logFile: string;
}

export interface TemporalServer {
  /** Host and port of the gRPC frontend. */
  readonly address: string;
  readonly uiUrl: string;
  readonly process: SupervisedProcess;
  stop(): Promise<void>;
}

/** Starts the real Temporal server with its Web UI on the loopback interface and waits until its namespace answers. */
export async function startTemporalServer(options: TemporalServerOptions): Promise<TemporalServer> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await launch(options);
    } catch (error) {
      if (attempt === ATTEMPTS || !(error instanceof EndedEarlyError)) throw error;
    }
  }
}

async function launch(options: TemporalServerOptions): Promise<TemporalServer> {
  const { supervisor, namespace, databaseFile, dynamicConfig, logFile } = options;
  const binary = await findTemporalBinary();
  const port = options.port === 0 ? await findFreePort() : options.port;
  const uiPort = options.uiPort === 0 ? await findFreePort() : options.uiPort;
  if (databaseFile !== undefined) await mkdir(dirname(databaseFile), { recursive: true });

  const process = await supervisor.spawn({
    name: "temporal",
    command: binary,
    args: [
      "server",
      "start-dev",
      "--ip=127.0.0.1",
      `--port=${port}`,
      `--ui-port=${uiPort}`,
      "--ui-disable-news-fetch",
      `--namespace=${namespace}`,
      ...(databaseFile === undefined ? [] : persistence(databaseFile)),
      ...SEARCH_ATTRIBUTES.map((attribute) => `--search-attribute=${attribute}`),
      ...Object.entries({ ...DYNAMIC_CONFIG, ...dynamicConfig }).map(
        ([name, value]) => `--dynamic-config-value=${name}=${value}`,
      ),
    ],
    env: {},
    cwd: dirname(logFile),
    logFile,
  });
  const address = `127.0.0.1:${port}`;
  await waitUntilReady(process, () => hasNamespace(binary, address, namespace), READY_TIMEOUT_MS);
  return {
    address,
    uiUrl: `http://127.0.0.1:${uiPort}`,
    process,
    stop: process.stop,
  };
}

/** Attributes to find runs in the Web UI; see temporal/src/workflows/search-attributes.ts. */
const SEARCH_ATTRIBUTES = [
  "EnrichmentRunKind=Keyword",
  "EnrichmentRunTrigger=Keyword",
  "EnrichmentRunNumber=Int",
];

/** Without these pragmas the server syncs every write, and runs become slower over time. */
function persistence(databaseFile: string): string[] {
  return [
    `--db-filename=${databaseFile}`,
    "--sqlite-pragma=journal_mode=wal",
    "--sqlite-pragma=synchronous=normal",
  ];
}

async function hasNamespace(binary: string, address: string, namespace: string): Promise<boolean> {
  return run(binary, ["operator", "namespace", "describe", namespace, `--address=${address}`], {
    env: {},
  }).then(
    () => true,
    () => false,
  );
}
