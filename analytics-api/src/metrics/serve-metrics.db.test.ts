import { createWarehouseDatabase, type WarehouseDatabase } from "@enrichment-monitor/warehouse/testing";
import { pino } from "pino";
import { afterAll, beforeAll, describe, expect, inject, it, onTestFinished, vi } from "vitest";
import { createDetour } from "../../testing/create-detour.ts";
import { insertGoldFixture } from "../../testing/gold-fixture.ts";
import { scrape } from "../../testing/scrape.ts";
import { loadConfig } from "../config.ts";
import { listen, type RunningApi } from "../listen.ts";

const logger = pino({ level: "silent" });
/** The sample data's newest run starts now, so the pipeline is not late. */
const NOW = new Date(Math.floor(Date.now() / 1_000) * 1_000);

let warehouse: WarehouseDatabase;
let api: MeasuredApi;

beforeAll(async () => {
  warehouse = await createWarehouseDatabase(inject("postgresUrl"));
  await insertGoldFixture(warehouse.sql, { now: NOW, enrichments: 300, workspaces: 6 });
  api = await startApi(warehouse.url);
});

afterAll(async () => {
  await api.close();
  await warehouse[Symbol.asyncDispose]();
});

type MeasuredApi = RunningApi & { metricsUrl: string };

/** The API with metrics. No Temporal server: port 1 refuses connections. */
async function startApi(databaseUrl: string): Promise<MeasuredApi> {
  const config = loadConfig({ DATABASE_URL: databaseUrl, TEMPORAL_ADDRESS: "127.0.0.1:1" });
  const running = await listen({ ...config, port: 0, metrics: { host: "127.0.0.1", port: 0 } }, logger);
  const { metricsUrl } = running;
  if (metricsUrl === undefined) throw new Error("Metrics are off.");
  return { ...running, metricsUrl };
}

async function startDetouredApi() {
  const detour = await createDetour(warehouse.url);
  const detoured = await startApi(detour.url);
  onTestFinished(async () => {
    detour.cut();
    await detoured.close();
  });
  return { detour, metricsUrl: detoured.metricsUrl };
}

const metric = (samples: Map<string, number>, name: string) => samples.get(`enrichment_monitor_${name}`);

const labelled = (samples: Map<string, number>, name: string) =>
  Object.fromEntries(
    [...samples].flatMap(([key, value]) => {
      const [, labels] = new RegExp(`^enrichment_monitor_${name}\\{(.*)\\}$`).exec(key) ?? [];
      return labels === undefined ? [] : [[labels, value]];
    }),
  );

describe("the metrics of the pipeline", () => {
  it("are what the ledger says", async () => {
    const [sums] = await warehouse.sql<[Record<string, number>]>`
      select sum(requests)::bigint as requests, sum(retries)::bigint as failures, sum(rate_limited)::bigint as limited,
             sum(rate_limit_wait_ms)::float8 / 1000 as waited, sum(records_read)::bigint as records,
             sum(versions_written)::bigint as versions, sum(rejected)::bigint as rejected
      from ops.runs`;
    const [state] = await warehouse.sql<[{ watermark: Date }]>`select watermark from ops.warehouse_state`;
    const samples = await scrape(api.metricsUrl);
    expect({
      requests: metric(samples, "source_requests_total"),
      failures: metric(samples, "source_failed_requests_total"),
      limited: metric(samples, "source_rate_limited_total"),
      waited: metric(samples, "source_wait_seconds_total"),
      records: metric(samples, "records_read_total"),
      versions: metric(samples, "bronze_versions_written_total"),
      rejected: metric(samples, "records_rejected_total"),
    }).toEqual({ ...sums });
    expect(metric(samples, "watermark_timestamp_seconds")).toBe(state.watermark.getTime() / 1_000);
    expect(labelled(samples, "runs_total")).toEqual({
      'outcome="succeeded"': 44,
      'outcome="succeeded_with_findings"': 1,
      'outcome="incomplete"': 1,
      'outcome="failed"': 1,
      'outcome="canceled"': 1,
      'outcome="abandoned"': 0,
    });
    expect(labelled(samples, "gold_rows_written_total")).toEqual({
      'operation="insert"': 480,
      'operation="update"': 960,
    });
    expect(labelled(samples, "pipeline_state")).toMatchObject({ 'state="healthy"': 1, 'state="failing"': 0 });
    expect(labelled(samples, "health_reason")).toMatchObject({ 'code="last_run_failed"': 0 });
    expect(labelled(samples, "proof_verdict")).toMatchObject({
      'verdict="proved"': 1,
      'verdict="counting"': 0,
    });
    expect(metric(samples, "proof_windows")).toBe(3);
    expect(metric(samples, "rejected_records")).toBe(6);
    expect(metric(samples, "gold_records")).toBe(300);
    expect(metric(samples, "warehouse_up")).toBe(1);
    expect(metric(samples, "temporal_up")).toBe(0);
    expect(metric(samples, "schedule_paused")).toBeUndefined();
    expect(metric(samples, "schedule_interval_seconds")).toBe(300);
    expect(metric(samples, "open_run_start_timestamp_seconds")).toBeUndefined();
    // Of the process.
    expect(samples.get("process_resident_memory_bytes")).toBeGreaterThan(0);
  });

  it("follow the ledger, and show an open run", async () => {
    const { metricsUrl } = api;
    const before = await scrape(metricsUrl);
    await warehouse.sql`
      insert into ops.runs (run_id, generation, variant, kind, trigger, workflow_id, started_at, requests)
      values (gen_random_uuid(), 1, 'modular', 'incremental', 'cli', 'open', ${NOW}, 5)`;
    onTestFinished(async () => {
      await warehouse.sql`delete from ops.runs where workflow_id = 'open'`;
    });
    const after = await scrape(metricsUrl);
    expect(metric(after, "open_run_start_timestamp_seconds")).toBe(NOW.getTime() / 1_000);
    expect(metric(after, "source_requests_total")).toBe((metric(before, "source_requests_total") ?? 0) + 5);
    expect(labelled(after, "runs_total")).toEqual(labelled(before, "runs_total"));
  });

  it("name no workspace, record or run", async () => {
    const names = await warehouse.sql<{ name: string }[]>`
      select distinct nome_workspace as name from gold.enrichments
      union select id_workspace::text from gold.enrichments
      union select run_id::text from ops.runs`;
    const { url, metricsUrl } = api;
    const [job] = await warehouse.sql<
      [{ id: string }]
    >`select id_enriquecimento as id from gold.enrichments limit 1`;
    expect((await fetch(`${url}/analytics/enrichments/${job.id}`)).status).toBe(200);
    const text = await (await fetch(metricsUrl)).text();
    expect([...names.map(({ name }) => name), job.id].filter((name) => text.includes(name))).toEqual([]);
  });
});

describe("a scrape while the warehouse does not respond", () => {
  it("is answered in time, with what was known before", async () => {
    const { detour, metricsUrl } = await startDetouredApi();
    const before = await scrape(metricsUrl);
    expect(metric(before, "warehouse_up")).toBe(1);
    detour.hang();
    const startedAt = performance.now();
    const during = await scrape(metricsUrl);
    // Prometheus gives up after ten seconds.
    expect(performance.now() - startedAt).toBeLessThan(8_000);
    expect(metric(during, "warehouse_up")).toBe(0);
    for (const name of [
      "watermark_timestamp_seconds",
      "source_requests_total",
      "warehouse_read_timestamp_seconds",
    ])
      expect(metric(during, name), name).toBe(metric(before, name));
    detour.acceptAgain();
    await vi.waitFor(async () => expect(metric(await scrape(metricsUrl), "warehouse_up")).toBe(1), {
      timeout: 20_000,
    });
  });

  it("is answered without the metrics of the warehouse when nothing was known before", async () => {
    const { detour, metricsUrl } = await startDetouredApi();
    detour.hang();
    const samples = await scrape(metricsUrl);
    expect(metric(samples, "warehouse_up")).toBe(0);
    expect(metric(samples, "runs_total")).toBeUndefined();
    expect(samples.get("process_resident_memory_bytes")).toBeGreaterThan(0);
  });
});

describe("the metrics of requests", () => {
  it("count by pattern of the route and status, also what the cache and middleware answer", async () => {
    const { url, metricsUrl } = api;
    const get = async (path: string, headers = {}) => fetch(`${url}${path}`, { headers });
    const first = await get("/analytics/overview");
    await get("/analytics/overview");
    await get("/analytics/overview", { "If-None-Match": first.headers.get("ETag") });
    await get("/analytics/overview?x=1");
    await get("/analytics/workspaces/00000000-0000-0000-0000-000000000000");
    await get("/analytics/nope/1");
    await get("/nope/2");
    const samples = await scrape(metricsUrl);
    const counts = labelled(samples, "api_request_duration_seconds_count");
    const route = (pattern: string, status: number) => `method="GET",route="${pattern}",status="${status}"`;
    expect(counts).toMatchObject({
      [route("/analytics/overview", 200)]: 2,
      [route("/analytics/overview", 304)]: 1,
      [route("/analytics/overview", 422)]: 1,
      [route("/analytics/workspaces/:id", 404)]: 1,
      [route("/analytics/*", 404)]: 1,
      [route("/*", 404)]: 1,
    });
    expect(labelled(samples, "api_cache_requests_total")).toEqual({ 'result="miss"': 1, 'result="hit"': 1 });
  });
});

describe("the server of metrics", () => {
  it("is not there unless a port is set", async () => {
    const plain = await listen({ ...loadConfig({ DATABASE_URL: warehouse.url }), port: 0 }, logger);
    onTestFinished(() => plain.close());
    expect(plain.metricsUrl).toBeUndefined();
    expect((await fetch(`${plain.url}/metrics`)).status).toBe(404);
  });

  it("names its variables when the port is taken", async () => {
    const port = Number(new URL(api.metricsUrl).port);
    const config = loadConfig({ DATABASE_URL: warehouse.url });
    await expect(
      listen({ ...config, port: 0, metrics: { host: "127.0.0.1", port } }, logger),
    ).rejects.toThrow(`ANALYTICS_API_METRICS_PORT ${port} (listen EADDRINUSE`);
  });
});
