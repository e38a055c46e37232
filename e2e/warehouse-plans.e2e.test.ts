import { randomBytes } from "node:crypto";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { insertManyJobs } from "@enrichment-monitor/analytics-api/testing";
import { createDatabase } from "@enrichment-monitor/stack/create-database";
import { startEmbeddedPostgres } from "@enrichment-monitor/stack/embedded-postgres";
import { findFreePort } from "@enrichment-monitor/stack/free-port";
import { startNodeService } from "@enrichment-monitor/stack/node-service";
import { createSupervisor } from "@enrichment-monitor/stack/supervisor";
import {
  createWarehouseClient,
  gold,
  migrateWarehouse,
  type WarehouseClient,
} from "@enrichment-monitor/warehouse";
import { afterAll, beforeAll, expect, test } from "vitest";

/** When the newest job was created: a Monday, 14:00 in São Paulo. */
const NOW = new Date("2026-11-23T17:00:00Z");
const JOBS = 1_000_000;

const WORKSPACE = "id_workspace=15f632ef-0a59-9fe9-5b9e-198f0fa9956a";
/** Two of middling size. */
const WORKSPACES =
  "id_workspace=511ece5a-6dfa-eb75-1ce3-f4ce558cf039&id_workspace=e5403361-1f66-bab2-99ad-fc8c533aa225";
/** Ends that cut a day and an hour. */
const PERIOD = "data_inicio=2026-08-30T10:10:10Z&data_fim=2026-11-20T10:10:10Z";

/** What the dashboard and engineers ask all day, whose answers must cost little whatever gold holds. */
const HOT = {
  overview: "/analytics/overview",
  "overview of a month": "/analytics/overview?data_inicio=2026-10-01&data_fim=2026-10-31",
  "overview of one workspace": `/analytics/overview?${PERIOD}&${WORKSPACE}`,
  "time series by day": "/analytics/timeseries?por=status_processamento",
  "time series by hour": "/analytics/timeseries?intervalo=hora&data_inicio=2026-11-20&data_fim=2026-11-23",
  "time series in another zone": "/analytics/timeseries?fuso=Asia/Tokyo",
  "time series of workspaces": `/analytics/timeseries?${PERIOD}&${WORKSPACE}`,
  breakdown: `/analytics/breakdown?por=tipo_contato&${PERIOD}`,
  "leading workspaces of a day": "/analytics/workspaces/top?data_inicio=2026-11-20&data_fim=2026-11-20",
  "one workspace": "/analytics/workspaces/15f632ef-0a59-9fe9-5b9e-198f0fa9956a",
  list: "/analytics/enrichments",
  "list, deep page": "/analytics/enrichments?page=10000",
  "list of few among many": `/analytics/enrichments?${WORKSPACE}&status_processamento=EM_PROCESSAMENTO&ordem=asc`,
  "list of what workspaces finished": `/analytics/enrichments?${WORKSPACES}&status_processamento=CONCLUIDO`,
  "list, search": "/analytics/enrichments?busca=empresa%2042",
  "list by update": "/analytics/enrichments?ordenar=data_atualizacao",
  "list by duration":
    "/analytics/enrichments?ordenar=duracao_processamento_minutos&status_processamento=FALHOU",
  "list by contacts": "/analytics/enrichments?ordenar=total_contatos&page=100",
  "list by name of four days":
    "/analytics/enrichments?ordenar=nome_workspace&page=20&data_inicio=2026-11-17&data_fim=2026-11-20",
  "list by name": "/analytics/enrichments?ordenar=nome_workspace&ordem=asc",
  "one job": "/analytics/enrichments/0fa5f03a-2fe5-da42-d187-527e86f47de5",
  "pipeline status": "/pipeline/status",
} as const;

/** Every index of gold with a query that would be slow without it. */
const USED_BY: Record<string, keyof typeof HOT> = {
  enrichments_pkey: "one job",
  enrichments_by_created: "list",
  enrichments_by_workspace: "list, search",
  enrichments_by_updated: "list by update",
  enrichments_by_duration: "list by duration",
  enrichments_by_contacts: "list by contacts",
  enrichments_by_name: "list by name",
  enrichments_hourly_pkey: "time series of workspaces",
  enrichments_hourly_all_pkey: "time series by hour",
  enrichments_daily_pkey: "leading workspaces of a day",
  enrichments_daily_all_pkey: "time series by day",
  enrichments_monthly_pkey: "overview of one workspace",
  enrichments_monthly_all_pkey: "overview of a month",
};

/** A node of a plan as `EXPLAIN (FORMAT JSON)` tells it. */
interface PlanNode {
  "Node Type": string;
  "Relation Name"?: string;
  "Index Name"?: string;
  Plans?: PlanNode[];
}

const supervisor = createSupervisor();
let sql: WarehouseClient;
const nodes = new Map<string, PlanNode[]>();

beforeAll(async () => {
  const folder = await supervisor.temporaryFolder("enrichment-monitor-plans-");
  const log = join(folder, "postgres.log");
  const postgres = await startEmbeddedPostgres({
    supervisor,
    dataDir: join(folder, "postgres"),
    port: 0,
    password: randomBytes(16).toString("hex"),
    logFile: log,
    // The server itself explains every statement just as the API sends it.
    settings: {
      fsync: "off",
      synchronous_commit: "off",
      full_page_writes: "off",
      max_wal_size: "4GB",
      shared_buffers: "512MB",
      // The statistics that plans are made from are taken once, after the last job.
      autovacuum: "off",
      session_preload_libraries: "auto_explain",
      "auto_explain.log_min_duration": "0",
      "auto_explain.log_format": "json",
    },
  });
  const databaseUrl = await createDatabase(postgres.url, "warehouse");
  await migrateWarehouse(databaseUrl);
  sql = createWarehouseClient(databaseUrl, { applicationName: "test", statementTimeoutMs: 0 });
  await insertManyJobs(sql, { now: NOW, jobs: JOBS });

  const port = await findFreePort();
  const url = `http://127.0.0.1:${port}`;
  await startNodeService(
    {
      name: "analytics-api",
      script: "analytics-api/src/server.ts",
      healthUrl: `${url}/health/live`,
      logFile: join(folder, "analytics-api.log"),
      env: { DATABASE_URL: databaseUrl, ANALYTICS_API_PORT: String(port) },
    },
    supervisor,
  );
  for (const [name, path] of Object.entries(HOT)) {
    const before = (await readFile(log, "utf8")).length;
    const answer = await fetch(`${url}${path}`);
    if (!answer.ok) throw new Error(`${path} was answered ${answer.status}: ${await answer.text()}`);
    await answer.arrayBuffer();
    nodes.set(name, plansIn((await readFile(log, "utf8")).slice(before)).flatMap(withChildren));
  }
});

afterAll(async () => {
  await sql?.end({ timeout: 5 });
  await supervisor.close();
});

/** Entries of the log begin at the beginning of a line; the lines that they go on in, with a tab. */
const plansIn = (log: string): PlanNode[] =>
  log
    .split(/\n(?!\t)/)
    .flatMap((entry) => /duration: [\d.]+ ms {2}plan:\s*(\{.*\})\s*$/s.exec(entry)?.[1] ?? [])
    .map((json) => (JSON.parse(json) as { Plan: PlanNode }).Plan);

const withChildren = (node: PlanNode): PlanNode[] => [node, ...(node.Plans ?? []).flatMap(withChildren)];

test.each(Object.keys(HOT))("%s reads no table of gold's jobs from end to end", (name) => {
  const plans = nodes.get(name) ?? [];
  expect(plans).not.toHaveLength(0);
  const scanned = plans.filter((node) => node["Node Type"].endsWith("Seq Scan"));
  expect(scanned.map((node) => node["Relation Name"])).not.toContain("enrichments");
});

test("a list by creation finds jobs of workspaces by their index, whatever else is asked of them", () => {
  const indexes = (nodes.get("list of what workspaces finished") ?? []).flatMap(
    (node) => node["Index Name"] ?? [],
  );
  expect(indexes).toContain("enrichments_by_workspace");
  expect(indexes).not.toContain("enrichments_by_name");
});

test("every index of gold serves a query of the API", async () => {
  const indexes = await sql<{ indexname: string }[]>`
    select indexname from pg_indexes where schemaname = 'gold' order by indexname`;
  expect(indexes.map(({ indexname }) => indexname)).toEqual(Object.keys(USED_BY).toSorted());
  for (const [index, query] of Object.entries(USED_BY))
    expect(
      nodes.get(query)?.some((node) => node["Index Name"] === index),
      `${index} by ${query}`,
    ).toBe(true);
});

test("a list in another order walks along its index also through a period, at each of its places", () => {
  const scans = (nodes.get("list by name of four days") ?? []).filter(
    (node) => node["Index Name"] === "enrichments_by_name",
  );
  expect(scans).toHaveLength(gold.processingStatuses.length * gold.jobSizes.length);
});
