import { writeFile } from "node:fs/promises";
import { connect } from "node:net";
import { join } from "node:path";
import { createDatabase } from "@enrichment-monitor/stack/create-database";
import { findFreePorts } from "@enrichment-monitor/stack/free-port";
import { waitUntilReady } from "@enrichment-monitor/stack/ready";
import { REPOSITORY } from "@enrichment-monitor/stack/repository";
import { type Service, startService } from "@enrichment-monitor/stack/service";
import { findTemporalBinary } from "@enrichment-monitor/stack/temporal-binary";
import type { TemporalContext } from "../chaos/chaos-environment.ts";
import { run, succeeds } from "../containers/docker.ts";
import type { TemporalPrograms } from "../testing/temporal-programs.ts";

export const ROLES = ["history", "matching", "frontend", "worker"] as const;
type Role = (typeof ROLES)[number];

/** Temporal as in production: a process for each role, and its data in PostgreSQL. */
export interface Cluster {
  /** Host and port of the frontend. */
  address: string;
  roles: Record<Role, Service>;
}

interface Ports {
  grpcPort: number;
  membershipPort: number;
}

const DATABASES = { temporal: "temporal", visibility: "temporal_visibility" } as const;

const READY_TIMEOUT_MS = 60_000;

export async function startCluster(context: TemporalContext, programs: TemporalPrograms): Promise<Cluster> {
  await createSchemas(context, programs);
  const ports = await choosePorts();
  const address = `127.0.0.1:${ports.frontend.grpcPort}`;
  const configFile = join(context.folder, "temporal.yaml");
  // JSON is YAML.
  await writeFile(configFile, JSON.stringify(configOf(context, ports, address)));
  const startRole = async (role: Role): Promise<[Role, Service]> => {
    const { service } = await startService(async () => {
      const process = await context.supervisor.spawn({
        name: `temporal-${role}`,
        command: programs.server,
        args: ["--config-file", configFile, "--allow-no-auth", "start", "--service", role],
        env: {},
        cwd: context.folder,
        logFile: context.log(`temporal-${role}`),
      });
      await waitUntilReady(process, () => accepts(ports[role].membershipPort), READY_TIMEOUT_MS);
      return { process };
    });
    return [role, service];
  };
  const roles = Object.fromEntries(await Promise.all(ROLES.map(startRole))) as Record<Role, Service>;
  await createNamespace(address);
  return { address, roles };
}

async function createSchemas(
  { folder, postgresUrl }: TemporalContext,
  programs: TemporalPrograms,
): Promise<void> {
  const { hostname, port, username, password } = new URL(postgresUrl);
  const env = {
    SQL_PLUGIN: "postgres12",
    SQL_HOST: hostname,
    SQL_PORT: port,
    SQL_USER: username,
    SQL_PASSWORD: decodeURIComponent(password),
  };
  for (const [schema, database] of Object.entries(DATABASES)) {
    await createDatabase(postgresUrl, database);
    const tool = (...args: string[]) =>
      run(programs.sqlTool, ["--database", database, ...args], { cwd: folder, env });
    await tool("setup-schema", "-v", "0.0");
    await tool("update-schema", "-d", join(programs.schemas, schema, "versioned"));
  }
}

async function choosePorts(): Promise<Record<Role, Ports>> {
  const ports = await findFreePorts(2 * ROLES.length);
  const entries = ROLES.map((role, index) => [
    role,
    { grpcPort: ports[2 * index], membershipPort: ports[2 * index + 1] },
  ]);
  return Object.fromEntries(entries);
}

function configOf({ postgresUrl }: TemporalContext, ports: Record<Role, Ports>, address: string): object {
  const { host, username, password } = new URL(postgresUrl);
  const store = (databaseName: string) => ({
    sql: {
      pluginName: "postgres12",
      databaseName,
      connectAddr: host,
      connectProtocol: "tcp",
      user: username,
      password: decodeURIComponent(password),
      // Of each of the four processes; PostgreSQL accepts 100.
      maxConns: 8,
      maxIdleConns: 8,
    },
  });
  return {
    log: { stdout: true, level: "info" },
    persistence: {
      defaultStore: "default",
      visibilityStore: "visibility",
      numHistoryShards: 4,
      datastores: { default: store(DATABASES.temporal), visibility: store(DATABASES.visibility) },
    },
    global: { membership: { maxJoinDuration: "30s", broadcastAddress: "127.0.0.1" } },
    services: Object.fromEntries(
      ROLES.map((role) => [role, { rpc: { ...ports[role], bindOnLocalHost: true } }]),
    ),
    clusterMetadata: {
      enableGlobalNamespace: false,
      failoverVersionIncrement: 10,
      masterClusterName: "active",
      currentClusterName: "active",
      clusterInformation: {
        active: { enabled: true, initialFailoverVersion: 1, rpcName: "frontend", rpcAddress: address },
      },
    },
    publicClient: { hostPort: address },
    dynamicConfigClient: {
      filepath: join(REPOSITORY, "docker/temporal/dynamic-config.yaml"),
      pollInterval: "10s",
    },
  };
}

const accepts = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = connect(port, "127.0.0.1");
    socket.once("connect", () => resolve(true)).once("error", () => resolve(false));
    socket.once("connect", () => socket.destroy());
  });

/** The roles find each other within seconds; until then the frontend refuses. */
async function createNamespace(address: string): Promise<void> {
  const binary = await findTemporalBinary();
  const operator = (...args: string[]) =>
    run(binary, ["operator", ...args, "--address", address, "--command-timeout", "5s"]);
  const deadline = Date.now() + READY_TIMEOUT_MS;
  const name = ["--namespace", "default"];
  while (!(await succeeds(operator("namespace", "describe", ...name)))) {
    if (Date.now() > deadline) throw new Error("The cluster did not accept a namespace within a minute.");
    await succeeds(operator("namespace", "create", ...name, "--retention", "1d"));
  }
}
