import type { Page } from "playwright-core";
import { describe, expect, onTestFinished, test } from "vitest";
import { untilChartsAreDrawn } from "./browser/check-page.ts";
import { findLayoutShifts, observeLayoutShifts } from "./browser/layout-shifts.ts";
import { DESKTOP, NOTEBOOK, PHONE } from "./browser/open-page.ts";
import { browser, loaded, open, page, useDashboard } from "./testing/use-dashboard.ts";

useDashboard();

/** Of each page in the navigation, and of the list of runs: an element with its data. */
const AREAS = [
  ["Visão geral", "/", "kpi-total"],
  ["Enriquecimentos", "/enriquecimentos", "enrichments-table"],
  ["Workspaces", "/workspaces", "ranking-table"],
  ["Pipeline", "/pipeline", "run-timeline"],
  ["Qualidade", "/qualidade", "proof"],
] as const;

async function findPaths(): Promise<string[]> {
  const [newest] = await loaded.sql<[{ id: string; run: string; workspace: string }]>`
    select id_enriquecimento as id, id_execucao as run, id_workspace as workspace from gold.enrichments limit 1`;
  return [
    ...AREAS.map(([, path]) => path),
    "/execucoes",
    `/execucoes/${newest.run}`,
    `/enriquecimentos/${newest.id}`,
    `/workspaces/${newest.workspace}`,
  ];
}

/** Waits until the page has all its data and its stream. */
async function untilComplete(page: Page): Promise<void> {
  await page.locator('[data-testid="live"][data-state="live"]').waitFor();
  await untilChartsAreDrawn(page);
}

/** A slow processor and network: what comes in parts is shown in parts. */
async function slowDown(page: Page): Promise<void> {
  const session = await page.context().newCDPSession(page);
  await session.send("Emulation.setCPUThrottlingRate", { rate: 4 });
  await session.send("Network.enable");
  await session.send("Network.emulateNetworkConditions", {
    offline: false,
    latency: 40,
    downloadThroughput: 50_000,
    uploadThroughput: 50_000,
  });
}

async function readState(): Promise<string> {
  const response = await fetch(`${loaded.stack.urls.analyticsApi}/pipeline/status`);
  const { data } = (await response.json()) as { data: { state: string } };
  return data.state;
}

describe.each([PHONE, NOTEBOOK, DESKTOP])("at %i px, nothing moves by itself", (width) => {
  const size = { width, height: 900 };

  test("when a page is opened by a slow visitor", async () => {
    for (const path of await findPaths()) {
      const context = await browser.newContext({ viewport: size, locale: "pt-BR" });
      onTestFinished(() => context.close());
      const visitor = await context.newPage();
      await observeLayoutShifts(visitor);
      // Four times slower than a machine that runs several systems.
      visitor.setDefaultTimeout(120_000);
      await slowDown(visitor);
      await visitor.goto(loaded.stack.urls.dashboard + path);
      await untilComplete(visitor);
      expect(await findLayoutShifts(visitor), path).toEqual([]);
      await context.close();
    }
  });

  test("when the data of the next page comes late", async () => {
    await page.setViewportSize(size);
    await observeLayoutShifts(page);
    await open("/");
    await untilComplete(page);
    for (const [name, , ready] of [...AREAS.slice(1), ...AREAS.slice(0, 1)]) {
      const isAnswered = Promise.withResolvers<void>();
      await page.route(/\/api\/(analytics|pipeline)\//, async (route) => {
        await isAnswered.promise;
        await route.continue();
      });
      await page.getByRole("navigation").getByRole("link", { name }).click();
      await page.getByTestId("skeleton").waitFor();
      isAnswered.resolve();
      await page.getByTestId(ready).first().waitFor();
      await untilChartsAreDrawn(page);
      await page.unrouteAll();
      expect(await findLayoutShifts(page), name).toEqual([]);
    }
  });

  test("when a run changes the data", async () => {
    // The API knows up to three seconds late that there is a schedule.
    await expect.poll(readState, { timeout: 10_000 }).toBe("healthy");
    const pages: [string, Page][] = [];
    for (const path of await findPaths()) {
      // Each in a context of its own: a browser has six connections to a server, and each page keeps one for its stream.
      const context = await browser.newContext({ viewport: size, locale: "pt-BR" });
      onTestFinished(() => context.close());
      const opened = await context.newPage();
      await observeLayoutShifts(opened);
      await opened.goto(loaded.stack.urls.dashboard + path);
      await untilComplete(opened);
      pages.push([path, opened]);
    }
    const [, overview] = pages[0] ?? [];
    const lastRun = () => overview?.getByTestId("last-run").textContent();
    const before = await lastRun();
    await loaded.source.touch(20);
    await loaded.source.create(3);
    await loaded.runPipeline();
    await expect.poll(lastRun).not.toBe(before);
    const shifts = await Promise.all(
      pages.map(async ([path, opened]) => ({ path, shifts: await findLayoutShifts(opened) })),
    );
    expect(shifts.filter(({ shifts }) => shifts.length > 0)).toEqual([]);
  });
});
