import { beforeAll, describe, expect, test } from "vitest";
import {
  findAccessibilityViolations,
  findCutText,
  findWideElements,
  untilChartsAreDrawn,
} from "./browser/check-page.ts";
import { LANGUAGES, openPage } from "./browser/open-page.ts";
import { SCREENSHOTS, views } from "./browser/views.ts";
import { browser, loaded, open, openLive, page, useDashboard } from "./testing/use-dashboard.ts";

const HOUR_MS = 3_600_000;
const END = Date.now();
const START = END - 24 * HOUR_MS;

// 864 jobs a day for 20 days; then all jobs of the largest workspace fail, a third of all.
useDashboard(
  {},
  {
    SOURCE_RECORDS: "2000",
    SOURCE_WORLD_START: new Date(START - 20 * 24 * HOUR_MS).toISOString(),
    SOURCE_CLOCK_NOW: new Date(START).toISOString(),
    SOURCE_ARRIVALS_PER_5_MINUTES: "3",
  },
);

let failing: string;

beforeAll(async () => {
  const [largest] = await loaded.sql<[{ id: string }]>`
    select id_workspace as id from gold.enrichments group by id_workspace order by count(*) desc limit 1`;
  failing = largest.id;
  await loaded.source.trouble(failing, "failing");
  await loaded.source.setClock({ now: new Date(END).toISOString() });
  await loaded.runPipeline();
});

const target = (measure: string, of = page) => of.getByTestId(`target-${measure}`);
const verdictOf = (measure: string) => target(measure).getAttribute("data-verdict");
const summaryOf = (chart: string) => page.getByTestId(chart).getAttribute("aria-label");

const dayOf = (ago: number): string => new Date(END - ago * 24 * HOUR_MS).toISOString().slice(0, 10);
/** Calendar days, so that the API can be asked for exactly the same period. */
const PERIOD = `periodo=personalizado&data_inicio=${dayOf(15)}&data_fim=${dayOf(0)}`;

async function readTargets(parameters = PERIOD.replace("periodo=personalizado&", "")) {
  const response = await fetch(`${loaded.stack.urls.analyticsApi}/analytics/targets?${parameters}`);
  const { data } = (await response.json()) as {
    data: { taxa_sucesso: { intervalos: number; intervalos_cumpridos: number } };
  };
  return data.taxa_sucesso;
}

test("a planted failure is told as a missed target, in both languages", async () => {
  const sentences = {
    "pt-BR":
      /^Não cumprida Taxa de sucesso [\d,]+%: abaixo da meta de 91%; horas em que foi cumprida: \d+ de \d+\.$/,
    en: /^Missed Success rate [\d.]+%: below the target of 91%; hours in which it was kept: \d+ of \d+\.$/,
  };
  for (const language of LANGUAGES) {
    await using opened = await openPage(browser, `${loaded.stack.urls.dashboard}/?periodo=24h`, { language });
    const text = (await target("taxa_sucesso", opened.page).textContent()) ?? "";
    expect(text.replaceAll(/\s+/g, " ").trim()).toMatch(sentences[language]);
  }
});

test("the share of the days is what the API says, and some days are missed and some kept", async () => {
  const { intervalos, intervalos_cumpridos } = await readTargets();
  expect(intervalos_cumpridos).toBeGreaterThan(0);
  expect(intervalos_cumpridos).toBeLessThan(intervalos);
  await open(`/?${PERIOD}`);
  expect(await target("taxa_sucesso").textContent()).toContain(
    `dias em que foi cumprida: ${intervalos_cumpridos} de ${intervalos}.`,
  );
  const table = page.locator("figure", { has: page.getByTestId("success-chart") });
  await table.locator("summary").click();
  const cells = await table.locator("td").allTextContents();
  expect(cells.filter((cell) => cell === "Cumprida")).toHaveLength(intervalos_cumpridos);
  expect(cells.filter((cell) => cell === "Não cumprida")).toHaveLength(intervalos - intervalos_cumpridos);
});

test("the charts say what their line means", async () => {
  await open(`/?${PERIOD}`);
  expect(await summaryOf("success-chart")).toContain("Meta de 91%: linha pontilhada.");
  expect(await summaryOf("durations-chart")).toMatch(/Meta de \d+ min \(p95\): linha pontilhada\./);
  for (const span of ["24h", "7d"]) {
    await open(`/pipeline?execucoes=${span}`);
    expect(await summaryOf("run-freshness-chart")).toMatch(
      /Meta de 10 min, cumprida em [\d,]+% do tempo: linha pontilhada\./,
    );
  }
});

test("the page of the workspace that fails misses the target for its jobs", async () => {
  await open(`/workspaces/${failing}?periodo=24h`);
  expect(await verdictOf("taxa_sucesso")).toBe("bad");
});

describe("the age of the data", () => {
  test("grows while no run comes, and misses its target without a new answer", async () => {
    await loaded.runPipeline();
    await page.clock.install();
    await openLive("/");
    expect(await verdictOf("idade_dados_minutos")).toBe("good");
    // Eleven silent minutes also make the page connect again and read.
    await page.route("**/api/**", (route) => route.abort());
    await page.clock.fastForward(11 * 60_000);
    await expect.poll(() => verdictOf("idade_dados_minutos")).toBe("bad");
    expect(await target("idade_dados_minutos").textContent()).toMatch(
      /Não cumprida\s+Idade dos dados 1\d min: acima da meta de 10 min; cumprida em [\d,]+% do tempo\./,
    );
  });

  test("of a period that is over stays", async () => {
    await page.clock.install();
    await openLive(`/?periodo=personalizado&data_inicio=${dayOf(9)}&data_fim=${dayOf(8)}`);
    expect(await verdictOf("idade_dados_minutos")).toBe("neutral");
    expect(await target("idade_dados_minutos").textContent()).toContain(
      "nenhuma execução trouxe dados ainda",
    );
  });
});

test.each(views)("is accessible at $width px, in $language, $theme", async (view) => {
  for (const [name, path] of [
    ["overview", "/?periodo=24h"],
    ["workspace", `/workspaces/${failing}`],
    ["pipeline", "/pipeline"],
  ]) {
    await using opened = await openPage(browser, loaded.stack.urls.dashboard + path, view);
    await untilChartsAreDrawn(opened.page);
    if (SCREENSHOTS)
      await opened.page.screenshot({
        fullPage: true,
        path: `${SCREENSHOTS}/targets-${name}-${Object.values(view).join("-")}.png`,
      });
    expect(await findAccessibilityViolations(opened.page)).toEqual([]);
    expect(await findWideElements(opened.page)).toEqual([]);
    expect(await findCutText(opened.page)).toEqual([]);
    expect(opened.complaints).toEqual([]);
  }
});
