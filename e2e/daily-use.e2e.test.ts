/// <reference lib="dom" />

import { execFileSync } from "node:child_process";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Locator, Page } from "playwright-core";
import { describe, expect, test } from "vitest";
import { findAccessibilityViolations, findWideElements, untilChartsAreDrawn } from "./browser/check-page.ts";
import { openPage } from "./browser/open-page.ts";
import { SCREENSHOTS, views } from "./browser/views.ts";
import { browser, live, loaded, openLive as open, page, useDashboard } from "./testing/use-dashboard.ts";

useDashboard({ permissions: ["clipboard-read", "clipboard-write"] });

const pathOf = () => new URL(page.url()).pathname;
const searchOf = () => new URL(page.url()).searchParams;
const focusedLabel = () =>
  page.evaluate(
    () => document.activeElement?.getAttribute("aria-label") ?? document.activeElement?.textContent,
  );

const palette = () => page.getByTestId("palette");
const chosenEntry = () => palette().locator("[data-command-item][data-selected]").textContent();

/** Opens the palette by its key and writes a text, and waits until the API has answered. */
async function look(text: string, key = "Control+k") {
  // After a reload, the keys work once the scripts do.
  await expect.poll(live).toBe("live");
  // A navigation ends by moving the focus to the page.
  await page.locator("main[aria-busy=false]").waitFor();
  await page.keyboard.press(key);
  await palette().locator("input:focus").waitFor();
  await page.keyboard.type(text);
  await expect.poll(() => palette().getAttribute("data-search")).toBe("done");
}

/** Chooses an entry with the keyboard alone. */
async function choose(entry: string) {
  await expect.poll(chosenEntry).toContain(entry);
  await page.keyboard.press("Enter");
  await palette().waitFor({ state: "detached" });
}

describe("the palette", () => {
  test("goes to pages by their names, without accents, and keeps the filters", async () => {
    await open("/enriquecimentos?periodo=7d");
    await look("visao ger");
    await choose("Visão geral");
    await expect.poll(pathOf).toBe("/");
    expect(searchOf().get("periodo")).toBe("7d");
    await look("execuco", "Meta+k");
    await choose("Execuções");
    await expect.poll(pathOf).toBe("/execucoes");
  });

  test("finds a workspace by a part of its name, a job by its id, and a run by its number", async () => {
    const [job] = await loaded.sql<[{ id: string; workspace: string; name: string }]>`
      select id_enriquecimento as id, id_workspace as workspace, nome_workspace as name from gold.enrichments
      where nome_workspace ~ '[áéíóúãõç]' order by data_criacao desc limit 1`;
    const [run] = await loaded.sql<[{ id: string; number: number }]>`
      select run_id as id, run_number as number from ops.runs order by run_number limit 1`;
    await open("/");
    await look(
      job.name
        .normalize("NFD")
        .replaceAll(/\p{Mn}/gu, "")
        .toUpperCase(),
    );
    await choose(job.name);
    await expect.poll(pathOf).toBe(`/workspaces/${job.workspace}`);
    await look(job.id);
    await choose(job.id);
    await expect.poll(pathOf).toBe(`/enriquecimentos/${job.id}`);
    await look(`#${run.number}`);
    await choose(`Execução nº ${run.number}`);
    await expect.poll(pathOf).toBe(`/execucoes/${run.id}`);
    await look("999999");
    expect(await palette().getByRole("status").textContent()).toContain("Nada encontrado");
  });

  test("changes theme and language, and stays on the page", async () => {
    await open("/pipeline");
    await look("escuro");
    await choose("Tema: Escuro");
    await expect.poll(() => page.locator("html").getAttribute("data-theme")).toBe("dark");
    await look("english");
    await choose("English");
    await expect.poll(() => page.locator("html").getAttribute("lang")).toBe("en");
    expect(pathOf()).toBe("/pipeline");
    await look("quality");
    await choose("Quality");
    await expect.poll(pathOf).toBe("/qualidade");
  });

  test("opens from its button, closes with Escape, and gives the focus back", async () => {
    await open("/");
    await page.getByRole("button", { name: "Buscar e ir para…" }).focus();
    await page.keyboard.press("Enter");
    await palette().waitFor();
    await expect.poll(() => page.evaluate(() => document.activeElement?.tagName)).toBe("INPUT");
    const first = await chosenEntry();
    await page.keyboard.press("ArrowDown");
    await expect.poll(chosenEntry).not.toBe(first);
    await page.keyboard.press("Escape");
    await palette().waitFor({ state: "detached" });
    await expect.poll(focusedLabel).toContain("Buscar e ir para…");
    await page.keyboard.press("Control+k");
    await palette().waitFor();
    await page.keyboard.press("Control+k");
    await palette().waitFor({ state: "detached" });
  });

  test("says that the search failed", async () => {
    await open("/");
    await page.route("**/api/analytics/workspaces/top*", (route) => route.abort());
    await page.keyboard.press("Control+k");
    await palette().waitFor();
    await page.keyboard.type("pereira");
    await expect.poll(() => palette().getByRole("status").textContent()).toContain("A busca falhou");
  });
});

describe("saved views", () => {
  const dialog = () => page.getByTestId("views");
  const stored = () => page.evaluate(() => localStorage.getItem("visoes"));

  /** Opens the dialog and saves the page under a name, with the keyboard. */
  async function save(name: string) {
    await page.getByRole("button", { name: "Visões" }).focus();
    await page.keyboard.press("Enter");
    await page.getByLabel("Nome da visão").waitFor();
    await expect.poll(focusedLabel).toBe("Nome da visão");
    await page.keyboard.type(name);
    await page.keyboard.press("Enter");
  }

  test("are saved, renamed, opened and deleted with the keyboard", async () => {
    await open("/enriquecimentos?status_processamento=FALHOU&pagina=2&busca=ltda");
    await save("Falhas ção");
    await dialog().getByRole("link", { name: "Falhas ção" }).waitFor();
    await dialog().getByRole("button", { name: "Renomear “Falhas ção”" }).focus();
    await page.keyboard.press("Enter");
    await expect.poll(focusedLabel).toBe("Renomear “Falhas ção”");
    await page.keyboard.press("End");
    await page.keyboard.type(" da semana");
    await page.keyboard.press("Enter");
    await dialog().getByRole("link", { name: "Falhas ção da semana" }).waitFor();
    await expect.poll(focusedLabel).toBe("Renomear “Falhas ção da semana”");
    await page.keyboard.press("Enter");
    await page.keyboard.press("Escape");
    await expect.poll(focusedLabel).toBe("Renomear “Falhas ção da semana”");
    await page.keyboard.press("Escape");
    await dialog().waitFor({ state: "detached" });

    await open("/");
    await look("falhas cao");
    await choose("Falhas ção da semana");
    await expect.poll(pathOf).toBe("/enriquecimentos");
    expect(searchOf().toString()).toBe("status_processamento=FALHOU&busca=ltda");

    await look("salvar esta");
    await choose("Salvar esta visão");
    await dialog()
      .getByRole("button", { name: /^Excluir/ })
      .focus();
    await page.keyboard.press("Enter");
    await dialog().getByText("Nenhuma visão salva ainda.").waitFor();
    expect(await stored()).toBe("[]");
  });

  test("need a name of their own, and survive broken entries", async () => {
    await open("/");
    await page.evaluate(() =>
      localStorage.setItem(
        "visoes",
        JSON.stringify([
          { name: "Boa", path: "/?periodo=7d" },
          { name: "Fora", path: "//example.com" },
          null,
        ]),
      ),
    );
    await save(" ");
    await dialog().getByText("Escreva um nome para a visão.").waitFor();
    expect(await dialog().getByRole("listitem").count()).toBe(1);
    await dialog().getByLabel("Nome da visão").fill("Outra");
    await page.keyboard.press("Enter");
    await dialog().getByRole("button", { name: "Renomear “Outra”" }).click();
    await dialog().getByLabel("Renomear “Outra”").fill("Boa");
    await page.keyboard.press("Enter");
    await dialog().getByText("Já existe uma visão chamada “Boa”").waitFor();
    expect(JSON.parse((await stored()) ?? "")).toEqual([
      { name: "Boa", path: "/?periodo=7d" },
      { name: "Outra", path: "/" },
    ]);
  });

  test("a full storage is told", async () => {
    await page.addInitScript(() => {
      Storage.prototype.setItem = () => {
        throw new DOMException("The quota has been exceeded.", "QuotaExceededError");
      };
    });
    await open("/");
    await save("Cheia");
    expect(await dialog().getByRole("alert").textContent()).toContain("cheio ou bloqueado");
    expect(await dialog().getByRole("listitem").count()).toBe(0);
  });
});

/** Opens a menu and chooses one of its items with the keyboard alone. */
async function chooseItem(button: Locator, name: string) {
  await button.focus();
  await page.keyboard.press("Enter");
  const item = page.getByRole("menuitem", { name, exact: true });
  await item.waitFor();
  await page.keyboard.press("Home");
  const items = await page.getByRole("menuitem").allTextContents();
  for (let moves = items.findIndex((text) => text.trim() === name); moves > 0; moves--)
    await page.keyboard.press("ArrowDown");
  await expect.poll(() => item.evaluate((each) => each.matches("[data-highlighted]"))).toBe(true);
  await page.keyboard.press("Enter");
}

/** Copies what the page shows. */
async function copied(name: "curl" | "SQL" | "Temporal CLI"): Promise<string> {
  await page.evaluate(() => navigator.clipboard.writeText(""));
  await chooseItem(page.getByRole("button", { name: "Copiar como" }), name);
  const read = () => page.evaluate(() => navigator.clipboard.readText());
  await expect.poll(read).not.toBe("");
  return await read();
}

/** The request that a copied command sends. */
function requestOf(command: string): string {
  const script = `curl() { printf '%s\\0' "$@"; }\n${command}`;
  const [get, url, , header, ...data] = execFileSync("sh", ["-c", script], { encoding: "utf8" }).split("\0");
  expect([get, header]).toEqual(["--get", "Authorization: Bearer "]);
  const query = data.filter((word) => word.includes("=")).map((word) => word.split(/=(.*)/s).slice(0, 2));
  return `${url}?${new URLSearchParams(query as [string, string][])}`;
}

async function answerTo<Body>(url: string): Promise<Body> {
  const response = await fetch(url);
  expect(response.status, url).toBe(200);
  return (await response.json()) as Body;
}

describe("copy as", () => {
  interface Listed {
    data: Record<string, unknown>[];
    meta: { total: number };
  }

  test.each([
    "?periodo=tudo",
    "?periodo=24h&ordenar=total_contatos",
    "?periodo=30d&status_processamento=FALHOU&status_processamento=CANCELADO&ordenar=data_atualizacao&ordem=asc",
    "?periodo=7d&fuso=UTC&tipo_contato=EMPRESA&categoria_tamanho_job=GRANDE",
    "?periodo=personalizado&data_inicio=2026-11-01&data_fim=2026-11-20&fuso=America/Noronha",
    "?periodo=tudo&busca=comercio&ordenar=duracao_processamento_minutos",
    "?periodo=tudo&busca=S.A.",
    "?periodo=tudo&dia_semana=2&hora=14&fuso=America/Noronha",
  ])("the list %s: the request and the query have its rows", async (search) => {
    await open(`/enriquecimentos${search}`);
    const api = await answerTo<Listed>(requestOf(await copied("curl")));
    const rows = await loaded.sql.unsafe(await copied("SQL"));
    expect(api.meta.total).toBeGreaterThan(0);
    expect(rows.length).toBe(api.meta.total);
    const ids = (list: readonly Record<string, unknown>[]) =>
      list.slice(0, 50).map(({ id_enriquecimento }) => id_enriquecimento);
    expect(ids(rows)).toEqual(ids(api.data));
    const shown = page.locator("[data-testid=enrichments-table] tr[data-id]");
    expect(ids(api.data)).toEqual(
      await shown.evaluateAll((trs) => trs.map((row) => row.getAttribute("data-id"))),
    );
    expect(rows[0]?.duracao_processamento_minutos).toEqual(api.data[0]?.duracao_processamento_minutos);
  });

  test("a search that looks like SQL is a text", async () => {
    const [name] = await loaded.sql<[{ id: string }]>`
      update gold.enrichments set nome_workspace = ${"D'Ávila \\ Filhos') --"}
      where id_workspace = (select id_workspace from gold.enrichments limit 1) returning id_workspace as id`;
    await loaded.sql`update ops.warehouse_state set data_version = data_version + 1`;
    await open(`/enriquecimentos?periodo=tudo&busca=${encodeURIComponent("d'avila \\ filhos') --")}`);
    const api = await answerTo<Listed>(requestOf(await copied("curl")));
    const rows = await loaded.sql.unsafe(await copied("SQL"));
    expect(rows.length).toBe(api.meta.total);
    expect(new Set(rows.map(({ id_workspace }) => id_workspace))).toEqual(new Set([name.id]));
  });

  test.each(["?periodo=tudo", "?periodo=30d&tipo_contato=PESSOA&fuso=UTC"])(
    "the overview %s: the request and the query have its numbers",
    async (search) => {
      await open(`/${search}`);
      const { data } = await answerTo<{ data: { atual: Record<string, number> } }>(
        requestOf(await copied("curl")),
      );
      const [sums] = await loaded.sql.unsafe(await copied("SQL"));
      for (const name of [
        "total_enriquecimentos",
        "total_contatos",
        "em_processamento",
        "necessitam_reprocessamento",
        "taxa_sucesso",
        "duracao_media_minutos",
      ])
        expect(Number(sums?.[name]), name).toBeCloseTo(data.atual[name] ?? Number.NaN, 6);
      expect(await page.getByTestId("kpi-total").getAttribute("data-value")).toBe(
        String(sums?.total_enriquecimentos),
      );
    },
  );

  test("a job and a run: request, queries and the command of Temporal", async () => {
    const [job] = await loaded.sql<[{ id: string; run: string }]>`
      select id_enriquecimento as id, id_execucao as run from gold.enrichments limit 1`;
    await open(`/enriquecimentos/${job.id}`);
    const { data } = await answerTo<{ data: { history: unknown[] } }>(requestOf(await copied("curl")));
    const [gold, lineage] = (await copied("SQL")).split("\n");
    expect((await loaded.sql.unsafe(gold ?? "")).map((row) => row.id_enriquecimento)).toEqual([job.id]);
    expect((await loaded.sql.unsafe(lineage ?? "")).length).toBe(data.history.length);

    await open(`/execucoes/${job.run}`);
    const run = (
      await answerTo<{ data: { run_id: string; workflow_id: string } }>(requestOf(await copied("curl")))
    ).data;
    expect(run.run_id).toBe(job.run);
    const [ledger, written] = (await copied("SQL")).split("\n");
    expect((await loaded.sql.unsafe(ledger ?? "")).map(({ run_id }) => run_id)).toEqual([job.run]);
    expect((await loaded.sql.unsafe(written ?? "")).length).toBeGreaterThan(0);
    expect(await copied("Temporal CLI")).toBe(
      `temporal workflow show --workflow-id ${run.workflow_id} --run-id ${job.run}`,
    );
  });
});

describe("a chart as a file", () => {
  async function download(menu: RegExp, item: string) {
    await untilChartsAreDrawn(page);
    const saved = page.waitForEvent("download");
    await chooseItem(page.getByRole("button", { name: menu }).first(), item);
    const file = await saved;
    return { name: file.suggestedFilename(), bytes: await readFile(await file.path()) };
  }

  async function totals() {
    const answer = await answerTo<{ data: { total_enriquecimentos: number }[] }>(
      `${loaded.stack.urls.analyticsApi}/analytics/timeseries?intervalo=dia&data_inicio=2026-11-01&data_fim=2026-11-20`,
    );
    return answer.data.map(({ total_enriquecimentos }) => total_enriquecimentos);
  }

  const dates = "?periodo=personalizado&data_inicio=2026-11-01&data_fim=2026-11-20";

  test("in Portuguese: a picture, and semicolons", async () => {
    await open(`/${dates}`);
    const canvas = await page.getByTestId("timeseries-chart").locator("canvas").boundingBox();
    const picture = await download(/^Exportar o gráfico/, "Imagem (PNG)");
    expect(picture.name).toMatch(
      /^visao-geral_.+_1-a-20-de-nov-de-2026_\d{4}-\d\d-\d\d_\d{4}_sao-paulo\.png$/,
    );
    if (SCREENSHOTS) await writeFile(join(SCREENSHOTS, "picture.png"), picture.bytes);
    expect(picture.bytes.subarray(1, 4).toString()).toBe("PNG");
    // The header of a PNG has its width and height.
    expect(picture.bytes.readUInt32BE(16)).toBe((Math.round(canvas?.width ?? 0) + 40) * 2);
    expect(picture.bytes.readUInt32BE(20)).toBeGreaterThan(Math.round(canvas?.height ?? 0) * 2);

    const { name, bytes } = await download(/^Exportar o gráfico/, "Tabela (CSV)");
    expect(name).toMatch(/\.csv$/);
    const [header, ...rows] = bytes.toString().trimEnd().split("\r\n");
    expect(header).toBe(
      "\ufeffDia;Concluído;Em processamento;Falhou;Cancelado;Total de jobs;Período anterior",
    );
    expect(rows[0]).toMatch(/^01\/11\/2026 00:00:00;/);
    expect(rows.map((row) => Number(row.split(";").at(-2)))).toEqual(await totals());
  });

  test("in English: commas, points and ISO times", async () => {
    await page
      .context()
      .addCookies([{ name: "PARAGLIDE_LOCALE", value: "en", url: loaded.stack.urls.dashboard }]);
    await open(`/${dates}`);
    const { name, bytes } = await download(/^Export the chart “Success/, "Table (CSV)");
    expect(name).toMatch(/^overview_success.+nov-1-20-2026.+\.csv$/);
    const [header, first] = bytes.toString().split("\r\n");
    expect(header).toBe("\ufeffDay,Success rate,Target of 91%,Finished (n)");
    expect(first).toMatch(/^2026-11-01T00:00:00-03:00,(0\.\d+|0|1),(0\.91)?,\d+$/);
  });
});

/** The pages of a document from Chromium, which writes each as an object of its own. */
const countPages = (pdf: Buffer) => pdf.toString("latin1").match(/\/Type\s*\/Page\b/g)?.length;

describe.each(views)("at $width px, in $language, $theme", (view) => {
  const words =
    view.language === "en" ? { copy: "Copy as", views: "Views" } : { copy: "Copiar como", views: "Visões" };

  async function inspect(shown: Page, name: string) {
    expect(await findAccessibilityViolations(shown), name).toEqual([]);
    expect(await findWideElements(shown), name).toEqual([]);
    if (SCREENSHOTS)
      await shown.screenshot({
        path: join(SCREENSHOTS, `${name}-${Object.values(view).join("-")}.png`),
      });
  }

  test("palette, views and menus are accessible", async () => {
    await using opened = await openPage(browser, `${loaded.stack.urls.dashboard}/?periodo=30d`, view);
    const shown = opened.page;
    await expect.poll(() => shown.getByTestId("live").getAttribute("data-state")).toBe("live");
    await untilChartsAreDrawn(shown);
    await shown.keyboard.press("Control+k");
    await shown.getByTestId("palette").waitFor();
    await inspect(shown, "palette");
    await shown.keyboard.type("comercio");
    await expect.poll(() => shown.getByTestId("palette").getAttribute("data-search")).toBe("done");
    await inspect(shown, "palette-found");
    await shown.keyboard.press("Escape");
    await shown.getByRole("button", { name: words.views, exact: true }).click();
    await shown.getByTestId("views").waitFor();
    await shown.keyboard.type("A B");
    await shown.keyboard.press("Enter");
    await shown.getByTestId("views").getByRole("listitem").waitFor();
    await inspect(shown, "views");
    await shown.keyboard.press("Escape");
    await shown.getByTestId("views").waitFor({ state: "detached" });
    for (const [name, button] of [
      ["copy-as", shown.getByRole("button", { name: words.copy })],
      ["chart-menu", shown.locator("figcaption button").first()],
    ] as const) {
      await button.click();
      await shown.getByRole("menu").waitFor();
      await inspect(shown, name);
      await shown.keyboard.press("Escape");
      await shown.getByRole("menu").waitFor({ state: "detached" });
    }
    expect(opened.complaints).toEqual([]);
  });

  test("the overview is printed on one sheet", async () => {
    const path = "/?periodo=30d&status_processamento=CONCLUIDO&status_processamento=FALHOU";
    for (const search of ["/?periodo=30d", path]) {
      await using opened = await openPage(browser, loaded.stack.urls.dashboard + search, view);
      await untilChartsAreDrawn(opened.page);
      const pdf = await opened.page.pdf({
        preferCSSPageSize: true,
        printBackground: true,
        ...(SCREENSHOTS && {
          path: join(
            SCREENSHOTS,
            `print-${Object.values(view).join("-")}-${search === path ? "filtered" : "all"}.pdf`,
          ),
        }),
      });
      expect(countPages(pdf)).toBe(1);
      // The screen has its charts back.
      await untilChartsAreDrawn(opened.page);
    }
  });
});
