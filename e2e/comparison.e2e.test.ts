import { describe, expect, test } from "vitest";
import { findAccessibilityViolations, findCutText, findWideElements } from "./browser/check-page.ts";
import { openPage } from "./browser/open-page.ts";
import { views } from "./browser/views.ts";
import { browser, loaded, open, openLive, page, useDashboard } from "./testing/use-dashboard.ts";

useDashboard();

const parameter = (name: string) => new URL(page.url()).searchParams.get(name);
const heatmap = () => page.getByTestId("heatmap");
const cells = () => page.getByTestId("heatmap-table").getByRole("link");

async function findWorkspace(): Promise<string> {
  const [{ id }] = await loaded.sql<[{ id: string }]>`
    select id_workspace as id from gold.enrichments group by 1 order by count(*) desc limit 1`;
  return id;
}

/** By the keyboard alone: Enter opens the list, which is loaded on focus; letters find an option. */
async function chooseByKeyboard(control: string, option: string) {
  const chosen = page.locator(`[data-control="${control}"]`);
  await chosen.focus();
  await page.locator(`[data-control="${control}"][data-select-trigger]`).waitFor();
  await page.keyboard.press("Enter");
  await page.getByRole("option", { name: option, exact: true }).waitFor();
  await page.keyboard.type(option);
  await page.keyboard.press("Enter");
}

async function choose(control: string, option: string) {
  await page.locator(`[data-control="${control}"]`).click();
  await page.getByRole("option", { name: option, exact: true }).click();
}

async function showHeatmap() {
  await heatmap().scrollIntoViewIfNeeded();
  await page.getByTestId("heatmap-table").waitFor();
}

describe("the heat map", () => {
  test("is read when it comes near, and its cells add up to the jobs of the period", async () => {
    const requests: string[] = [];
    page.on("request", (request) => {
      if (request.url().includes("/heatmap")) requests.push(request.url());
    });
    await openLive("/?periodo=tudo");
    expect(requests).toEqual([]);
    await showHeatmap();
    // Again with the data of the page, if that is read meanwhile.
    expect(new Set(requests).size).toBe(1);
    const jobs = (await cells().allTextContents()).map((text) => Number(text.trim().replaceAll(".", "")));
    expect(jobs).toHaveLength(168);
    expect(jobs.reduce((sum, count) => sum + count, 0)).toBe(
      Number(await page.getByTestId("kpi-total").getAttribute("data-value")),
    );
  });

  test("is used by keyboard alone, and leads to the jobs of an hour", async () => {
    await openLive("/?periodo=tudo&fuso=UTC");
    await showHeatmap();
    const [hour] = await loaded.sql<[{ day: number; hour: number; jobs: number }]>`
      select extract(isodow from data_criacao at time zone 'UTC')::int as day,
             extract(hour from data_criacao at time zone 'UTC')::int as hour, count(*) as jobs
      from gold.enrichments group by 1, 2 order by jobs desc, day, hour limit 1`;
    await cells().first().focus();
    for (let step = 1; step < hour.day; step++) await page.keyboard.press("ArrowDown");
    for (let step = 0; step < hour.hour; step++) await page.keyboard.press("ArrowRight");
    await expect.poll(() => page.getByTestId("heatmap-numbers").textContent()).toContain(`${hour.jobs} jobs`);
    await page.keyboard.press("Enter");
    const rows = () => page.getByTestId("rows").textContent();
    await expect.poll(rows).toMatch(new RegExp(`\\b${hour.jobs} jobs?$`));
    expect([parameter("dia_semana"), parameter("hora")]).toEqual([`${hour.day}`, `${hour.hour}`]);

    // The hour can be changed or removed there, and other filters keep it.
    const [{ ofDay, all }] = await loaded.sql<[{ ofDay: number; all: number }]>`
      select count(*) filter (where extract(isodow from data_criacao at time zone 'UTC') = ${hour.day}) as "ofDay",
             count(*) as all
      from gold.enrichments`;
    await choose("hora", "Todos");
    await expect.poll(rows).toMatch(new RegExp(` ${ofDay.toLocaleString("pt-BR")} jobs?$`));
    await choose("dia_semana", "Todos");
    await expect.poll(rows).toMatch(new RegExp(` ${all.toLocaleString("pt-BR")} jobs?$`));
    expect(new URL(page.url()).search).toBe("?periodo=tudo&fuso=UTC");
  });

  test("is not shown with numbers of another choice when it cannot be read, and comes back", async () => {
    await openLive("/?periodo=tudo");
    await showHeatmap();
    await page.route("**/heatmap?**", (route) => route.abort());
    await choose("mapa", "95% em até (p95)");
    await heatmap().getByRole("alert").waitFor();
    expect(await cells().count()).toBe(0);
    await page.unroute("**/heatmap?**");
    await choose("mapa", "Jobs");
    await expect.poll(() => cells().count()).toBe(168);
  });

  test("shows another measure, which stays in the URL", async () => {
    await openLive("/?periodo=tudo");
    await showHeatmap();
    await choose("mapa", "95% em até (p95)");
    await expect.poll(() => parameter("mapa")).toBe("p95");
    await expect.poll(async () => (await cells().allTextContents()).join()).toMatch(/min/);
    await choose("mapa", "Taxa de falha");
    await expect.poll(async () => (await cells().allTextContents()).join()).toMatch(/%/);
    await page.reload();
    await showHeatmap();
    await expect.poll(async () => (await cells().allTextContents()).join()).toMatch(/%/);
  });
});

describe("what the numbers are compared with", () => {
  const card = (testid: string) => page.locator(".card", { has: page.getByTestId(testid) });

  test("is an earlier period, chosen in the URL, and also in the chart", async () => {
    await openLive("/?periodo=7d");
    const chart = page.getByTestId("timeseries-chart");
    await expect.poll(() => card("kpi-total").textContent()).toContain("antes: ");
    expect(await chart.getAttribute("aria-label")).toContain("Período anterior, tracejado: ");
    await chooseByKeyboard("comparar", "Uma semana antes");
    await expect.poll(() => parameter("comparar")).toBe("semana");
    expect(await page.locator(":focus").getAttribute("data-control")).toBe("comparar");
    await expect.poll(() => card("kpi-total").textContent()).toContain("uma semana antes: ");
    await expect.poll(() => chart.getAttribute("aria-label")).toContain("Uma semana antes, tracejado: ");
    await choose("comparar", "Período anterior");
    await expect.poll(() => parameter("comparar")).toBeNull();
  });

  test("is nothing for all data", async () => {
    await open("/?periodo=tudo");
    expect(await page.locator('[data-control="comparar"]').count()).toBe(0);
    expect(await page.getByTestId("timeseries-chart").getAttribute("aria-label")).not.toContain("tracejado");
  });

  test("is the median of all workspaces on the page of one", async () => {
    const id = await findWorkspace();
    await openLive(`/workspaces/${id}?periodo=tudo`);
    // Before all data there is no period.
    expect(await page.locator('[data-control="comparar"]').textContent()).toContain("Nada");
    await choose("comparar", "Mediana dos workspaces");
    await expect.poll(() => parameter("comparar")).toBe("mediana");
    const [{ median }] = await loaded.sql<[{ median: number }]>`
      select percentile_cont(0.5) within group (order by jobs) as median
      from (select count(*) as jobs from gold.enrichments group by id_workspace) as workspace`;
    await expect
      .poll(() => card("kpi-total").textContent())
      .toContain(`mediana: ${new Intl.NumberFormat("pt-BR").format(median)}`);
  });
});

test("a workspace's page says where it stands", async () => {
  const id = await findWorkspace();
  await open(`/workspaces/${id}?periodo=tudo`);
  const [{ workspaces }] = await loaded.sql<[{ workspaces: number }]>`
    select count(distinct id_workspace) as workspaces from gold.enrichments`;
  const jobs = page.locator('[data-testid="standing"] [data-measure="total_enriquecimentos"]');
  expect((await jobs.textContent())?.replace(/\s+/g, " ")).toContain(`1º de ${workspaces}`);
});

test.each(views)("at $width px, in $language, $theme, all of it is accessible and complete", async (view) => {
  const id = await findWorkspace();
  for (const path of ["/?periodo=30d&mapa=falhas", `/workspaces/${id}?periodo=tudo&comparar=mediana`]) {
    await using opened = await openPage(browser, loaded.stack.urls.dashboard + path, view);
    const { page, complaints } = opened;
    await page.getByTestId("heatmap").scrollIntoViewIfNeeded();
    await page.getByTestId("heatmap-table").getByRole("link").nth(36).focus();
    await expect.poll(() => page.getByTestId("heatmap-numbers").textContent()).toContain("jobs");
    expect(await findAccessibilityViolations(page)).toEqual([]);
    expect(await findWideElements(page)).toEqual([]);
    expect(await findCutText(page)).toEqual([]);
    expect(complaints).toEqual([]);
  }
});
