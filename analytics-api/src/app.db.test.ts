import { createApiKey } from "@enrichment-monitor/warehouse/api-key";
import { createWarehouseDatabase } from "@enrichment-monitor/warehouse/testing";
import { pino } from "pino";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { createFixtureApi, type FixtureApi } from "../testing/fixture-api.ts";
import { createApp } from "./app.ts";
import { createTemporalClient } from "./control/temporal-client.ts";
import { createChangeFeed } from "./events/change-feed.ts";
import { readPipelineState } from "./events/pipeline-state.ts";
import { createReadOnlyClient } from "./read-only-client.ts";

let api: FixtureApi;

beforeAll(async () => {
  api = await createFixtureApi(inject("postgresUrl"), { enrichments: 100, workspaces: 4 });
});

afterAll(() => api[Symbol.asyncDispose]());

/** The app over the database at `url`, and its log. */
function appOver(url: string, statementTimeoutMs?: number) {
  const lines: string[] = [];
  const sql = createReadOnlyClient(url, {
    applicationName: "test-api",
    ...(statementTimeoutMs !== undefined && { statementTimeoutMs }),
  });
  const logger = pino({ level: "info" }, { write: (line: string) => lines.push(line) });
  const app = createApp({
    sql,
    exportSql: sql,
    responseCache: undefined,
    changes: createChangeFeed({ sql, logger, read: () => readPipelineState(sql, undefined) }),
    maxEventStreams: 1,
    requireKeys: false,
    allowedHosts: undefined,
    rateLimitPerMinute: 0,
    trustedProxies: 0,
    temporal: createTemporalClient({ connectionOptions: { address: "127.0.0.1:1" } }),
    logger,
    now: () => new Date(),
    pipelineIntervalSeconds: 300,
    maxRejectedPercent: 20,
    targets: {},
    temporalUi: undefined,
    corsOrigins: [],
  });
  return { app, lines, close: () => sql.end({ timeout: 5 }) };
}

describe("createApp", () => {
  it("sets request ids and security headers", async () => {
    const given = await api.app.request("/health/live", { headers: { "X-Request-Id": "from-the-gateway" } });
    expect(given.headers.get("X-Request-Id")).toBe("from-the-gateway");
    expect(given.headers.get("X-Content-Type-Options")).toBe("nosniff");
    const refused = await api.app.request("/analytics/overview?x=1");
    expect(await refused.json()).toMatchObject({ request_id: refused.headers.get("X-Request-Id") });
  });

  it("allows only the configured origins", async () => {
    const allowedFor = async (origin: string) =>
      (await api.app.request("/health/live", { headers: { Origin: origin } })).headers.get(
        "Access-Control-Allow-Origin",
      );
    expect(await allowedFor("https://dashboard.test")).toBe("https://dashboard.test");
    expect(await allowedFor("https://elsewhere.test")).toBeNull();
  });

  it("responds to an unknown path with a problem", async () => {
    const response = await api.app.request("/analytics/nothing");
    expect(response.status).toBe(404);
    expect(response.headers.get("Content-Type")).toBe("application/problem+json");
  });

  it("serves its reference without other hosts", async () => {
    const page = await (await api.app.request("/docs")).text();
    expect(page.match(/https?:\/\//)).toBeNull();
    const script = await api.app.request("/docs/scalar.js");
    expect(script.status).toBe(200);
    expect((await script.text()).length).toBeGreaterThan(1_000_000);
  });

  it("logs a line per request, and the error of a 500 once, but does not send it", async () => {
    const { app, lines, close } = appOver(api.url);
    await app.request("/analytics/enrichments");
    await api.sql`alter table gold.enrichments rename to moved`;
    const response = await app.request("/analytics/enrichments");
    await api.sql`alter table gold.moved rename to enrichments`;
    await close();
    expect(response.status).toBe(500);
    const body = await response.text();
    expect(body).not.toContain("gold.enrichments");
    const logged = lines.map((line) => JSON.parse(line));
    expect(logged).toMatchObject([
      { method: "GET", path: "/analytics/enrichments", status: 200 },
      { status: 500, requestId: JSON.parse(body).request_id, err: { code: "42P01" } },
    ]);
  });

  it("never logs an API key", async () => {
    const { app, lines, close } = appOver(api.url);
    const { key } = await createApiKey(api.sql, { name: "Test", scope: "read" });
    await app.request(`/analytics/overview?key=${key}`, { headers: { Authorization: `Bearer ${key}` } });
    await api.sql`alter table ops.api_keys rename to moved`;
    const failed = await app.request("/analytics/overview", { headers: { Authorization: `Bearer ${key}` } });
    await api.sql`alter table ops.moved rename to api_keys`;
    await close();
    expect(failed.status).toBe(500);
    expect(lines).toHaveLength(2);
    expect(lines.join()).not.toContain(key.slice(-43));
  });

  it("responds 503 when the warehouse is unreachable, and stays live", async () => {
    const { app, close } = appOver("postgres://nobody:x@127.0.0.1:1/none");
    expect((await app.request("/health/live")).status).toBe(200);
    expect((await app.request("/health/ready")).status).toBe(503);
    const response = await app.request("/analytics/overview");
    expect(response.status).toBe(503);
    expect(await response.json()).toMatchObject({ detail: expect.stringContaining("unreachable") });
    expect((await app.request("/events")).status).toBe(503);
    await close();
  });

  it("is not ready without the warehouse's tables", async () => {
    const { app, lines, close } = appOver(inject("postgresUrl"));
    expect((await app.request("/health/ready")).status).toBe(503);
    expect(JSON.parse(lines[0] ?? "")).toMatchObject({
      err: { message: expect.stringContaining("ops.warehouse_state") },
    });
    await close();
  });

  it("responds 503 when a query times out", async () => {
    const { app, close } = appOver(api.url, 50);
    await api.sql.begin(async (transaction) => {
      await transaction`lock table gold.enrichments in access exclusive mode`;
      const response = await app.request("/analytics/enrichments");
      expect(response.status).toBe(503);
      expect(await response.json()).toMatchObject({ detail: expect.stringContaining("timed out") });
    });
    await close();
  });

  it("responds from an empty warehouse", async () => {
    await using warehouse = await createWarehouseDatabase(inject("postgresUrl"));
    const { app, close } = appOver(warehouse.url);
    const overview = await app.request("/analytics/overview?data_inicio=2026-11-01");
    expect(await overview.json()).toMatchObject({
      data: { atual: { total_enriquecimentos: 0, taxa_sucesso: null }, anterior: null },
      as_of: { run_number: null, instant: null, watermark: null },
    });
    expect(await (await app.request("/pipeline/status")).json()).toMatchObject({
      data: { state: "waiting" },
    });
    expect(await (await app.request("/analytics/timeseries")).json()).toMatchObject({ data: [] });
    await close();
  });
});
