import { randomBytes } from "node:crypto";
import { join } from "node:path";
import type { TestProject } from "vitest/node";
import { startEmbeddedPostgres } from "../src/embedded-postgres.ts";
import { createSupervisor } from "../src/supervisor.ts";
import { type SharedServer, shareServer } from "./shared-server.ts";

declare module "vitest" {
  interface ProvidedContext {
    /** URL of a superuser of the PostgreSQL of this test run. */
    postgresUrl: string;
  }
}

/** Vitest globalSetup: provides `postgresUrl`. With DATABASE_URL_FOR_TESTS, a superuser's URL, no embedded server is started. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const { value, release } = await shareServer("postgres", startPostgres);
  project.provide("postgresUrl", value);
  return release;
}

/** Data need not survive a crash, and deadlocks should be detected soon. */
const SETTINGS = {
  fsync: "off",
  synchronous_commit: "off",
  full_page_writes: "off",
  max_connections: "200",
  deadlock_timeout: "50ms",
};

async function startPostgres(): Promise<SharedServer> {
  const given = process.env.DATABASE_URL_FOR_TESTS;
  if (given) return { value: given, close: async () => undefined };
  const supervisor = createSupervisor();
  const folder = await supervisor.temporaryFolder("enrichment-monitor-postgres-");
  const { url } = await startEmbeddedPostgres({
    supervisor,
    dataDir: join(folder, "data"),
    port: 0,
    password: randomBytes(16).toString("hex"),
    settings: SETTINGS,
    logFile: join(folder, "postgres.log"),
  });
  return { value: url, close: () => supervisor.close() };
}
