import type { WarehouseClient } from "@enrichment-monitor/warehouse";
import { createWarehouseDatabase } from "@enrichment-monitor/warehouse/testing";
import { pino } from "pino";
import { type AppType, createApp } from "../src/app.ts";
import { createTemporalClient, type TemporalClient } from "../src/control/temporal-client.ts";
import { createChangeFeed } from "../src/events/change-feed.ts";
import { readPipelineState } from "../src/events/pipeline-state.ts";
import type { RateLimitOptions } from "../src/http/rate-limit.ts";
import type { ResponseCache } from "../src/http/response-cache.ts";
import { createReadOnlyClient } from "../src/read-only-client.ts";
import type { Targets } from "../src/targets-file.ts";
import { type GoldFixtureOptions, insertGoldFixture } from "./gold-fixture.ts";

/** Start of the fixture's newest run: a Monday, 14:00 in São Paulo. */
export const FIXTURE_NOW = new Date("2026-11-23T17:00:00Z");

/** Kept on some days and missed on others. */
export const FIXTURE_TARGETS = {
  success_rate: 0.9,
  freshness_minutes: 4,
  duration_p95_minutes: 40,
} satisfies Targets;

const TEMPORAL_UI = { url: "http://temporal.test", namespace: "default" };

/** No Temporal server: port 1 refuses connections. */
const NOWHERE = "127.0.0.1:1";

/** Few, so that a test can use all of them. */
export const MAX_EVENT_STREAMS = 4;

export interface FixtureApi extends AsyncDisposable {
  app: AppType;
  /** Can write, unlike the API's own connections. */
  sql: WarehouseClient;
  /** The API's connection for exports. */
  exportSql: WarehouseClient;
  url: string;
}

export interface FixtureApiOptions extends Omit<GoldFixtureOptions, "now">, Partial<RateLimitOptions> {
  requireKeys?: boolean;
  /** None by default, because tests write gold without raising its version. */
  responseCache?: ResponseCache;
  allowedHosts?: string[];
  /** Default: an unreachable server, which takes a while to detect. */
  temporal?: TemporalClient;
  targets?: Targets;
}

/** The API with its own database, filled by `insertGoldFixture`. Its clock shows one minute after `FIXTURE_NOW`. */
export async function createFixtureApi(
  postgresUrl: string,
  {
    requireKeys = false,
    responseCache,
    allowedHosts,
    temporal = createTemporalClient({ connectionOptions: { address: NOWHERE } }),
    rateLimitPerMinute = 0,
    trustedProxies = 0,
    targets = FIXTURE_TARGETS,
    ...options
  }: FixtureApiOptions = {},
): Promise<FixtureApi> {
  const warehouse = await createWarehouseDatabase(postgresUrl);
  await insertGoldFixture(warehouse.sql, { now: FIXTURE_NOW, ...options });
  const sql = createReadOnlyClient(warehouse.url, { applicationName: "test-api" });
  const exportSql = createReadOnlyClient(warehouse.url, {
    applicationName: "test-api-export",
    maxConnections: 1,
  });
  const logger = pino({ level: "silent" });
  const changes = createChangeFeed({ sql, logger, read: () => readPipelineState(sql, TEMPORAL_UI) });
  const app = createApp({
    sql,
    exportSql,
    responseCache,
    changes,
    maxEventStreams: MAX_EVENT_STREAMS,
    requireKeys,
    allowedHosts,
    rateLimitPerMinute,
    trustedProxies,
    temporal,
    logger,
    now: () => new Date(FIXTURE_NOW.getTime() + 60_000),
    pipelineIntervalSeconds: 300,
    maxRejectedPercent: 20,
    targets,
    temporalUi: TEMPORAL_UI,
    corsOrigins: ["https://dashboard.test"],
  });
  return {
    app,
    sql: warehouse.sql,
    exportSql,
    url: warehouse.url,
    async [Symbol.asyncDispose]() {
      changes.close();
      await Promise.all([sql.end({ timeout: 1 }), exportSql.end({ timeout: 1 })]);
      await warehouse[Symbol.asyncDispose]();
    },
  };
}
