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

describe.each([PHONE, NOTEBOOK, DESKTOP])("at %i px, nothing moves by itself", (width) => {
  test("when the data of the next page comes late", async () => {
    await page.setViewportSize({ width, height: 900 });
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
});

// Not yet on a phone: there, the card of the running run on /pipeline moves by 0.03 when its progress comes.
describe.each([NOTEBOOK, DESKTOP])("at %i px, nothing moves by itself", (width) => {
  const size = { width, height: 900 };

  test("when a run changes the data", async () => {
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
