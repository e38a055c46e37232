import { join } from "node:path";
import type { Page } from "playwright-core";
import { beforeAll, describe, expect, it } from "vitest";
import {
  findAccessibilityViolations,
  findCutText,
  findWideElements,
  untilChartsAreDrawn,
  untilHeatMapIsShown,
} from "./browser/check-page.ts";
import { openPage, type View } from "./browser/open-page.ts";
import { SCREENSHOTS, views } from "./browser/views.ts";
import { browser, loaded, useDashboard } from "./testing/use-dashboard.ts";

useDashboard();

let rejected: string | undefined;
let removed: string | undefined;

beforeAll(async () => {
  await loaded.source.touch(20);
  await loaded.source.malform("negative_contacts", 2);
  [rejected] = await loaded.source.malform("unknown_status", 1, true);
  await loaded.runPipeline();
  [removed] = await loaded.source.remove(1);
  await loaded.runPipeline();
  // Not in the same run: in one period, an entry more and an entry less would cancel each other.
  await loaded.source.double({ count: 1 });
  await loaded.runPipeline();
});

interface Visit {
  path: string;
  /** The test id of an element that the page has once its data is there. */
  ready: string;
  /** What the browser reports. */
  complaints?: unknown[];
}

async function findPages(): Promise<Record<string, Visit>> {
  const [newest] = await loaded.sql<[{ id: string; run: string; workspace: string }]>`
    select id_enriquecimento as id, id_execucao as run, id_workspace as workspace from gold.enrichments order by data_atualizacao_dw desc limit 1`;
  return {
    overview: { path: "/?periodo=tudo", ready: "kpi-total" },
    enrichments: { path: "/enriquecimentos?periodo=tudo", ready: "enrichments-table" },
    enrichment: { path: `/enriquecimentos/${newest.id}`, ready: "version" },
    pipeline: { path: "/pipeline", ready: "run-timeline" },
    removed: { path: `/enriquecimentos/${removed}`, ready: "deletions" },
    rejected: { path: `/enriquecimentos/${rejected}`, ready: "only-rejected" },
    workspaces: { path: "/workspaces?periodo=tudo", ready: "ranking-table" },
    workspace: { path: `/workspaces/${newest.workspace}?periodo=tudo`, ready: "newest-jobs" },
    quality: { path: "/qualidade?estado=todos", ready: "reject" },
    runs: { path: "/execucoes", ready: "runs-table" },
    run: { path: `/execucoes/${newest.run}`, ready: "proof" },
    empty: { path: "/enriquecimentos?periodo=tudo&busca=nenhum+assim", ready: "empty" },
    refused: { path: "/?periodo=ontem", ready: "filter-problem" },
    signIn: { path: "/entrar", ready: "sign-in" },
    notFound: { path: "/nada", ready: "error", complaints: [expect.stringContaining("404")] },
  };
}

async function inspect(page: Page, name: string, view: View): Promise<void> {
  expect(await page.locator("html").getAttribute("lang"), name).toBe(view.language);
  expect(await findAccessibilityViolations(page), name).toEqual([]);
  expect(await findWideElements(page), name).toEqual([]);
  expect(await findCutText(page), name).toEqual([]);
  if (SCREENSHOTS) {
    await untilChartsAreDrawn(page);
    const file = `${name}-${Object.values(view).join("-")}.png`;
    await page.screenshot({ path: join(SCREENSHOTS, file), fullPage: true });
  }
}

describe.each(views)("every page at $width px, in $language, $theme", (view) => {
  it("is accessible, complete and as wide as the window", async () => {
    for (const [name, { path, ready, complaints = [] }] of Object.entries(await findPages())) {
      await using opened = await openPage(browser, `${loaded.stack.urls.dashboard}${path}`, view);
      await opened.page.getByTestId(ready).first().waitFor();
      await untilHeatMapIsShown(opened.page);
      await inspect(opened.page, name, view);
      expect(opened.complaints, name).toEqual(complaints);
    }
  });

  it("is accessible while it loads, without an answer, and with old data", async () => {
    await using opened = await openPage(browser, `${loaded.stack.urls.dashboard}/entrar`, view);
    const { page } = opened;
    const links = page.getByRole("navigation").first().getByRole("link");
    await expect.poll(() => page.getByTestId("live").getAttribute("data-state")).toBe("live");

    let answer = () => {};
    const isAnswered = new Promise<void>((resolve) => {
      answer = resolve;
    });
    await page.route("**/api/analytics/**", async (route) => {
      await isAnswered;
      await route.abort();
    });
    await links.nth(0).click();
    await page.getByTestId("skeleton").waitFor();
    await inspect(page, "skeleton", view);
    answer();
    await page.getByTestId("error-state").waitFor();
    await inspect(page, "error", view);

    await page.unrouteAll();
    await page.getByTestId("kpi-total").waitFor();
    const headerHeight = () => page.getByRole("banner").evaluate(({ clientHeight }) => clientHeight);
    const height = await headerHeight();
    await page.context().setOffline(true);
    await page.getByTestId("stale").waitFor();
    await inspect(page, "stale", view);
    expect(await headerHeight(), "the header when the connection is lost").toBe(height);
  });
});
