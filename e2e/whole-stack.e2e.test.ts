import { readdir, readFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { loadConfig } from "@enrichment-monitor/stack/config";
import { applySchedule } from "@enrichment-monitor/stack/first-run";
import { findFreePorts } from "@enrichment-monitor/stack/free-port";
import { chooseFreePorts } from "@enrichment-monitor/stack/ports";
import { type Stack, startStack } from "@enrichment-monitor/stack/start-stack";
import { createSupervisor } from "@enrichment-monitor/stack/supervisor";
import { SCHEDULE_ID } from "@enrichment-monitor/temporal";
import { createWarehouseClient, type WarehouseClient } from "@enrichment-monitor/warehouse";
import { Client, Connection, ScheduleOverlapPolicy } from "@temporalio/client";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { launchBrowser } from "./browser/launch-browser.ts";
import { findUnexported } from "./observability/find-unexported.ts";
import { changeSource } from "./pipeline/change-source.ts";
import { expectedFrom, readGold } from "./pipeline/compare-gold.ts";
import { createSourceAdmin, type SourceAdmin } from "./pipeline/source-admin.ts";

const supervisor = createSupervisor();
let stack: Stack;
let sql: WarehouseClient;
let connection: Connection;
let temporal: Client;
let admin: SourceAdmin;
let metricsPorts: number[];
let browser: Browser;
let page: Page;
/** The title of each page's empty state before the schedule and the first run. */
const firstTitles: (string | null)[] = [];

beforeAll(async () => {
  metricsPorts = await findFreePorts(2);
  const folder = await supervisor.temporaryFolder("enrichment-monitor-e2e-");
  stack = await startStack({
    config: {
      ...loadConfig({ ENRICHMENT_MONITOR_DATA_DIR: join(folder, "data") }),
      ports: await chooseFreePorts(),
    },
    supervisor,
    // Time stands still at the source, so that what was compared is still true when the screen is read.
    environment: {
      ...process.env,
      SOURCE_FAULTS: "seed",
      SOURCE_CLOCK_SPEED: "0",
      ANALYTICS_API_METRICS_PORT: String(metricsPorts[0]),
      WORKER_METRICS_PORT: String(metricsPorts[1]),
    },
  });
  sql = createWarehouseClient(setting("DATABASE_URL"), { applicationName: "e2e" });
  connection = await Connection.connect({ address: setting("TEMPORAL_ADDRESS") });
  temporal = new Client({ connection });
  admin = createSourceAdmin(stack.urls.sourceApi, setting("SOURCE_API_ADMIN_KEY"));
  browser = await launchBrowser();
  page = await browser.newPage({ viewport: { width: 1440, height: 1000 }, locale: "pt-BR" });
  for (const path of ["/", "/enriquecimentos", "/workspaces", "/qualidade", "/execucoes"]) {
    await page.goto(stack.urls.dashboard + path);
    firstTitles.push(await page.getByTestId("empty").getByRole("heading").textContent());
  }
  await applySchedule(stack, supervisor);
});

afterAll(async () => {
  await browser?.close();
  await connection?.close();
  await sql?.end({ timeout: 5 });
  await supervisor.close();
});

function setting(name: string): string {
  const value = stack.connection[name];
  if (value === undefined) throw new Error(`The stack has no ${name}.`);
  return value;
}

const triggerSchedule = () => temporal.schedule.getHandle(SCHEDULE_ID).trigger(ScheduleOverlapPolicy.SKIP);

async function waitForRuns(count: number): Promise<void> {
  await vi.waitFor(
    async () => {
      const [runs] = await sql`
        select count(*) as finished from ops.runs where finished_at is not null and trigger = 'schedule'`;
      expect(runs).toEqual({ finished: count });
    },
    { timeout: 120_000, interval: 250 },
  );
}

const digits = (text: string | null): number => Number((text ?? "").replaceAll(/\D/g, ""));

test("before the first run, every page with data says that there is none yet", () => {
  expect(firstTitles).toEqual(Array(5).fill("Ainda não há dados"));
});

describe("the whole system, with 429s on", () => {
  test("a run of the schedule makes gold equal to the source, record by record", async () => {
    await triggerSchedule();
    await waitForRuns(1);
    const [run] = await sql`select outcome, balanced, rate_limited > 0 as throttled from ops.runs`;
    expect(run).toEqual({ outcome: "succeeded", balanced: true, throttled: true });
    expect(await readGold(sql)).toEqual(expectedFrom(await admin.records()));
  });

  test("the dashboard shows gold's own numbers, in Portuguese, and when the run was", async () => {
    const [truth] = await sql<{ jobs: number; contacts: number }[]>`
      select count(*) as jobs, sum(total_contatos) as contacts from gold.enrichments`;
    await page.goto(`${stack.urls.dashboard}/?periodo=tudo`);
    await expect
      .poll(async () => digits(await page.getByTestId("kpi-total").textContent()))
      .toBe(truth?.jobs);
    expect(await page.locator("html").getAttribute("lang")).toBe("pt-BR");
    expect(await page.getByTestId("last-run").textContent()).toMatch(/\d{2}:\d{2}/);
    await page.getByTestId("timeseries-chart").waitFor();
  });

  test("records that change at the source reach the dashboard with the next run, and nothing else is written", async () => {
    const changed: string[] = [];
    const { created, updated } = await changeSource(admin, async () => {
      changed.push(...(await admin.touch(4)), ...(await admin.create(2)));
    });
    await triggerSchedule();
    await waitForRuns(2);
    const [run] = await sql`
      select versions_written, gold_inserted, gold_updated from ops.runs order by run_number desc limit 1`;
    expect(run).toEqual({
      versions_written: created + updated,
      gold_inserted: created,
      gold_updated: updated,
    });
    expect(await readGold(sql)).toEqual(expectedFrom(await admin.records()));
    for (const id of changed.slice(-1)) {
      await page.goto(`${stack.urls.dashboard}/enriquecimentos?periodo=tudo&busca=${id}`);
      await expect
        .poll(() => page.locator(`[data-testid="enrichments-table"] [data-id="${id}"]`).count())
        .toBe(1);
    }
  });

  test("the lists fit into a window of 1280 pixels, with the widest values too", async () => {
    await sql`
      update ops.runs set outcome = 'succeeded_with_findings', kind = 'prove', trigger = 'start', records_read = 1234567,
        versions_written = 1234567, gold_inserted = 1234567, gold_updated = 1234567, rejected = 12345, balanced = null`;
    await page.setViewportSize({ width: 1280, height: 800 });
    for (const list of ["enriquecimentos?periodo=tudo", "execucoes"]) {
      await page.goto(`${stack.urls.dashboard}/${list}`);
      const region = page.locator("section", { has: page.locator("table[data-testid]") }).last();
      const hidden = await region.evaluate(({ scrollWidth, clientWidth }) => scrollWidth - clientWidth);
      expect(hidden, list).toBe(0);
    }
  });

  test("the services export each metric, with each label and value, that an alert or a panel of Grafana selects", async () => {
    // The second is answered by the cache.
    for (const _ of [1, 2]) await fetch(`${stack.urls.analyticsApi}/analytics/overview`);
    const urls = metricsPorts.map((port) => `http://127.0.0.1:${port}/metrics`);
    expect(await findUnexported(urls)).toEqual([]);
    expect((await findUnexported([])).length).toBeGreaterThan(50);
  });

  test("the dashboard answers a URL of a megabyte with a sentence", async () => {
    const response = await fetch(`${stack.urls.dashboard}/?busca=${"x".repeat(1_000_000)}`);
    expect(response.status).toBe(414);
    expect(await response.text()).toContain("longo demais");
  });

  test("lines of the logs name their run, workflow and activity, or their request", async () => {
    const linesOf = async (service: string) =>
      (await readFile(stack.logFile(service), "utf8"))
        .trimEnd()
        .split("\n")
        .map((line) => JSON.parse(line));
    const ofActivity = { runNumber: 1, workflowId: expect.any(String), workflowRunId: expect.any(String) };
    const lines = await linesOf("worker");
    expect(lines).toContainEqual(
      expect.objectContaining({
        ...ofActivity,
        msg: "run opened",
        activityType: "openRun",
        trigger: "schedule",
      }),
    );
    expect(lines).toContainEqual(
      expect.objectContaining({
        ...ofActivity,
        msg: "run ended",
        activityType: "closeRun",
        outcome: "succeeded",
      }),
    );
    const answer = await fetch(`${stack.urls.analyticsApi}/pipeline/status`);
    const requestId = answer.headers.get("X-Request-Id");
    await expect
      .poll(async () => (await linesOf("analytics-api")).filter((line) => line.requestId === requestId))
      .toMatchObject([{ msg: "request", path: "/pipeline/status", status: 200 }]);
  });

  test("no log has a key, a password or a customer's data", async () => {
    const forbidden = [
      setting("SOURCE_API_KEY"),
      setting("SOURCE_API_ADMIN_KEY"),
      new URL(setting("DATABASE_URL")).password,
      ...(await sql<{ name: string }[]>`
        select distinct nome_workspace as name from gold.enrichments`.then((rows) =>
        rows.map(({ name }) => name),
      )),
    ];
    expect(forbidden.length).toBeGreaterThan(10);
    const logs = dirname(stack.logFile("worker"));
    const files = await readdir(logs);
    expect(files.length).toBeGreaterThan(4);
    for (const file of files) {
      const text = await readFile(join(logs, file), "utf8");
      expect(
        forbidden.filter((secret) => text.includes(secret)),
        file,
      ).toEqual([]);
    }
  });
});
