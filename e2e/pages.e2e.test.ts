import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import {
  findAccessibilityViolations,
  findCutText,
  findWideElements,
  untilChartsAreDrawn,
} from "./browser/check-page.ts";
import { DESKTOP, LANGUAGES, NOTEBOOK, openPage, PHONE, THEMES, type View } from "./browser/open-page.ts";
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
  await loaded.source.double({ count: 1 });
  await loaded.runPipeline();
});

/** The path of each page, and the test id of an element that it has once its data is there. */
async function findPages(): Promise<Record<string, { path: string; ready: string }>> {
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
  };
}

/** A folder; screenshots of all pages in all views are written to it. */
const { SCREENSHOTS } = process.env;

/** Each pair of width, language and theme occurs once. */
const pairs: Required<View>[] = [
  { width: PHONE, language: "pt-BR", theme: "light" },
  { width: PHONE, language: "en", theme: "dark" },
  { width: NOTEBOOK, language: "pt-BR", theme: "dark" },
  { width: NOTEBOOK, language: "en", theme: "light" },
];

const all = [PHONE, NOTEBOOK, DESKTOP].flatMap((width) =>
  LANGUAGES.flatMap((language) => THEMES.map((theme) => ({ width, language, theme }))),
);

describe.each(SCREENSHOTS ? all : pairs)("every page at $width px, in $language, $theme", (view) => {
  it("is accessible, complete and as wide as the window", async () => {
    for (const [name, { path, ready }] of Object.entries(await findPages())) {
      await using opened = await openPage(browser, `${loaded.stack.urls.dashboard}${path}`, view);
      const { page, complaints } = opened;
      await page.getByTestId(ready).first().waitFor();
      expect(await page.locator("html").getAttribute("lang"), name).toBe(view.language);
      expect(await findAccessibilityViolations(page), name).toEqual([]);
      expect(await findWideElements(page), name).toEqual([]);
      expect(await findCutText(page), name).toEqual([]);
      expect(complaints, name).toEqual([]);
      if (SCREENSHOTS) {
        await untilChartsAreDrawn(page);
        const file = `${name}-${Object.values(view).join("-")}.png`;
        await page.screenshot({ path: join(SCREENSHOTS, file), fullPage: true });
      }
    }
  });
});
