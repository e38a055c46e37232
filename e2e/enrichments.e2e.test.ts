import { once } from "node:events";
import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { beforeAll, describe, expect, onTestFinished, test } from "vitest";
import { findAccessibilityViolations } from "./browser/check-page.ts";
import { findLayoutShifts, observeLayoutShifts } from "./browser/layout-shifts.ts";
import { loaded, openLive as open, page, useDashboard } from "./testing/use-dashboard.ts";

useDashboard({ permissions: ["clipboard-read", "clipboard-write"] });

/** Jobs of one kind each. */
let touched: string;
let finished: string;
let removed: string;
let rejected: string;

beforeAll(async () => {
  const { source, sql } = loaded;
  // At night no other job may be in process.
  await source.create(20);
  await source.advanceClock(1);
  await loaded.runPipeline();
  touched = first(await source.touch(1));
  rejected = first(await source.malform("unknown_status", 1, true));
  // Jobs in process end meanwhile.
  await source.advanceClock(1_800);
  await loaded.runPipeline();
  removed = first(await source.remove(1));
  await loaded.runPipeline();
  const [job] = await sql<[{ id: string }]>`
    select id_enriquecimento as id from gold.enrichments_history
    group by id having array_agg(status_processamento order by valid_from) = '{EM_PROCESSAMENTO,CONCLUIDO}' limit 1`;
  finished = job.id;
});

function first(ids: readonly string[]): string {
  const [id] = ids;
  if (id === undefined) throw new Error("The source changed no record.");
  return id;
}

interface Listed {
  data: { id_enriquecimento: string; status_processamento: string }[];
  meta: { total: number };
}

const read = async <Body>(path: string): Promise<Body> => {
  const response = await fetch(`${loaded.stack.urls.analyticsApi}/analytics/${path}`);
  expect(response.status, path).toBe(200);
  return (await response.json()) as Body;
};
const idsOf = ({ data }: Listed) => data.map(({ id_enriquecimento }) => id_enriquecimento);

const shownIds = () =>
  page
    .locator("[data-testid=enrichments-table] tr[data-id]")
    .evaluateAll((rows) => rows.map((row) => row.getAttribute("data-id")));
const search = () => new URL(page.url()).searchParams;
const shownColumns = () => page.locator("[data-testid=enrichments-table] thead th").allTextContents();
const trimmed = (texts: string[]) => texts.map((text) => text.trim());

describe("the list", () => {
  test.each([
    ["nome_workspace", "asc", "ascending"],
    ["total_contatos", "desc", "descending"],
    ["data_atualizacao", "desc", "descending"],
    ["duracao_processamento_minutos", "desc", "descending"],
    ["data_criacao", "asc", "ascending"],
  ])("is sorted by %s with a click, and by it reversed with the next", async (sort, order, named) => {
    await open("/enriquecimentos?periodo=tudo");
    const header = page.locator(`[data-sort="${sort}"]`);
    for (const [ordem, ariaSort] of [
      [order, named],
      [order === "asc" ? "desc" : "asc", named === "ascending" ? "descending" : "ascending"],
    ]) {
      await header.click();
      await expect.poll(() => header.locator("..").getAttribute("aria-sort")).toBe(ariaSort);
      expect(await shownIds()).toEqual(
        idsOf(await read<Listed>(`enrichments?ordenar=${sort}&ordem=${ordem}`)),
      );
    }
  });

  test("is found again by its URL, and its search forgives accents", async () => {
    const [job] = await loaded.sql<[{ name: string; plain: string }]>`
      select nome_workspace as name, translate(lower(nome_workspace), 'áâãàéêíóôõúç', 'aaaaeeiooouc') as plain
      from gold.enrichments where nome_workspace ~ '[áâãàéêíóôõúç]' limit 1`;
    await open("/enriquecimentos?periodo=tudo&tipo_contato=PESSOA&ordenar=total_contatos");
    await page.getByRole("searchbox").fill(job.plain);
    await page.keyboard.press("Enter");
    await expect.poll(() => search().get("busca")).toBe(job.plain);
    const query = `tipo_contato=PESSOA&ordenar=total_contatos&busca=${encodeURIComponent(job.plain)}`;
    const expected = await read<Listed>(`enrichments?${query}`);
    await expect.poll(shownIds).toEqual(idsOf(expected));
    expect(
      new Set(trimmed(await page.locator("tbody [data-column=nome_workspace]").allTextContents())),
    ).toContain(job.name);
    await page.reload();
    expect(await shownIds()).toEqual(idsOf(expected));
    expect(await page.getByRole("searchbox").inputValue()).toBe(job.plain);
    expect(search().get("tipo_contato")).toBe("PESSOA");
  });

  test("leads forward and back, and keeps its total", async () => {
    await open("/enriquecimentos?periodo=tudo");
    const { meta } = await read<Listed>("enrichments?limit=1");
    const total = meta.total.toLocaleString("pt-BR");
    const rows = () => page.getByTestId("rows").textContent();
    const pages: (string | null)[][] = [];
    for (const range of ["1–50", "51–100", "101–150"]) {
      await expect.poll(rows).toBe(`${range} de ${total} jobs`);
      pages.push(await shownIds());
      if (pages.length < 3) await page.getByRole("link", { name: "Próxima página" }).click();
    }
    const second = await read<Listed>("enrichments?page=2");
    expect(pages[1]).toEqual(idsOf(second));
    expect(new Set(pages.flat()).size).toBe(150);

    await page.reload();
    expect(await shownIds()).toEqual(pages[2]);
    await page.getByRole("link", { name: "Página anterior" }).click();
    await expect.poll(shownIds).toEqual(pages[1]);
    expect(await rows()).toBe(`51–100 de ${total} jobs`);
    await page.getByRole("link", { name: "Página anterior" }).click();
    await expect.poll(shownIds).toEqual(pages[0]);
    expect(search().toString()).toBe("periodo=tudo");
    expect(await page.getByRole("link", { name: "Página anterior" }).count()).toBe(0);
  });

  test("keeps its rows while a run brings others, and shows those by a click", async () => {
    await open("/enriquecimentos?periodo=tudo");
    const before = await shownIds();
    const [created] = await loaded.source.create(1);
    await loaded.runPipeline();
    const newer = page.getByTestId("newer-rows");
    await newer.waitFor();
    expect(await shownIds()).toEqual(before);
    await newer.click();
    await expect.poll(async () => (await shownIds())[0]).toBe(created);
    expect(await newer.count()).toBe(0);
  });

  test("keeps the chosen columns and density, from the first paint on", async () => {
    await open("/enriquecimentos?periodo=tudo");
    expect(trimmed(await shownColumns())).toContain("Tamanho");
    await page.getByTestId("view-menu").click();
    await page.getByRole("menuitemcheckbox", { name: "Tamanho" }).click();
    await page.getByRole("menuitemcheckbox", { name: "Tempo por contato" }).click();
    await page.getByRole("menuitemradio", { name: "Compacto" }).click();
    const columns = trimmed(await shownColumns());
    expect(columns).not.toContain("Tamanho");
    expect(columns).toContain("Tempo por contato");
    await expect
      .poll(async () => (await page.context().cookies()).map(({ name }) => name))
      .toContain("lista");

    const html = await (await page.request.get(page.url())).text();
    expect(html).toContain("Tempo por contato</th>");
    expect(html).not.toContain("Tamanho</th>");
    await observeLayoutShifts(page);
    await page.reload();
    expect(trimmed(await shownColumns())).toEqual(columns);
    expect(await findLayoutShifts(page)).toEqual([]);
    expect(await page.getByTestId("enrichments-table").getAttribute("class")).toContain("compacta");
  });

  test("says how long a job has been processed, never a duration of 0", async () => {
    await loaded.source.create(3);
    await loaded.runPipeline();
    await open("/enriquecimentos?periodo=tudo&status_processamento=EM_PROCESSAMENTO");
    const cells = trimmed(
      await page.locator("tbody [data-column=duracao_processamento_minutos]").allTextContents(),
    );
    expect(cells.length).toBeGreaterThan(0);
    for (const cell of cells) expect(cell).toMatch(/^há (< 1 min|[\d,]+\s(min|h|dias?))$/);
  });

  test("shows whose row it is while it is scrolled, on a phone", async () => {
    await page.setViewportSize({ width: 390, height: 800 });
    await open("/enriquecimentos?periodo=tudo");
    const region = page.getByRole("region", { name: "Enriquecimentos, um por linha" });
    await region.evaluate((element) => element.scrollTo({ left: 400 }));
    expect(await region.evaluate(({ scrollLeft }) => scrollLeft)).toBe(400);
    const link = page.locator("tbody .job a").first();
    const box = await link.boundingBox();
    expect(box?.x).toBeGreaterThanOrEqual(0);
    expect(box?.x).toBeLessThan(60);
    await link.click();
    await page.getByTestId("life").waitFor();
  });
});

describe("a CSV export", () => {
  const query = "status_processamento=FALHOU&dia_semana=2&ordenar=total_contatos";
  const choose = async (profile: RegExp) => {
    await page.getByRole("button", { name: "Exportar CSV" }).click();
    await page.getByRole("menuitem", { name: profile }).click();
  };
  const state = () => page.getByTestId("export").getAttribute("data-state");

  test.each([
    ["excel-br", /Excel/],
    ["padrao", /CSV padrão/],
  ])("in profile %s is the API's file, with a name that says what is in it", async (profile, name) => {
    await open(`/enriquecimentos?periodo=tudo&${query}`);
    const [download] = await Promise.all([page.waitForEvent("download"), choose(name)]);
    expect(download.suggestedFilename()).toMatch(
      /^enriquecimentos_tudo_falhou_tercas-feiras_\d{4}-\d\d-\d\d_\d{4}_sao-paulo\.csv$/,
    );
    const file = await readFile(await download.path(), "utf8");
    const response = await fetch(
      `${loaded.stack.urls.analyticsApi}/analytics/enrichments.csv?${query}&formato=${profile}`,
    );
    const expected = Buffer.from(await response.arrayBuffer()).toString("utf8");
    expect(file).toBe(expected);
    const { meta } = await read<Listed>(`enrichments?${query}&limit=1`);
    await expect.poll(state).toBe("done");
    expect(await page.getByTestId("export-size").textContent()).toContain(
      `${meta.total.toLocaleString("pt-BR")} linhas`,
    );
    expect(await findAccessibilityViolations(page)).toEqual([]);
  });

  test("can be cancelled, and saves nothing if it does not finish", async () => {
    await open(`/enriquecimentos?periodo=tudo&${query}`);
    const csv = "**/enriquecimentos/csv?**";
    const downloads: string[] = [];
    page.on("download", (download) => downloads.push(download.suggestedFilename()));
    // No response: the export waits for it.
    await page.route(csv, () => undefined);
    await choose(/CSV padrão/);
    await expect.poll(state).toBe("running");
    await page.getByTestId("export").getByRole("button", { name: "Cancelar" }).click();
    await expect.poll(() => page.getByTestId("export").count()).toBe(0);

    await page.unroute(csv);
    // Ends in the middle of the file.
    const server = createServer((_request, response) => {
      response.writeHead(200, { "Content-Type": "text/csv" });
      response.write("id_enriquecimento\r\n1\r\n", () => response.destroy());
    });
    onTestFinished(() => void server.close());
    await once(server.listen(0, "127.0.0.1"), "listening");
    const { port } = server.address() as AddressInfo;
    await page.route(csv, (route) => route.continue({ url: `http://127.0.0.1:${port}` }));
    await choose(/CSV padrão/);
    await expect.poll(state).toBe("failed");
    expect(await page.getByTestId("export").textContent()).toContain("nada foi salvo");
    expect(downloads).toEqual([]);
  });
});

describe("one job", () => {
  const versions = () => page.locator("[data-testid=version] summary strong").allTextContents();

  test("shows its life with the time in each status, as the API has it", async () => {
    const { data } = await read<{ data: { status_periods: { minutos: number | null }[] } }>(
      `enrichments/${finished}`,
    );
    const [processing] = data.status_periods;
    expect(processing?.minutos).toBeGreaterThan(0);
    await open(`/enriquecimentos/${finished}`);
    const life = page.locator("[data-testid=life] li");
    expect(await life.evaluateAll((items) => items.map((item) => item.getAttribute("data-status")))).toEqual([
      "EM_PROCESSAMENTO",
      "CONCLUIDO",
    ]);
    const minutes = processing?.minutos ?? 0;
    const shown = await life.first().locator(".time").textContent();
    const [, amount = "", unit] = /^\s*([\d,]+)\s(s|min|h)\s*$/.exec(shown ?? "") ?? [];
    const inMinutes = Number(amount.replace(",", ".")) * ({ s: 1 / 60, min: 1, h: 60 }[unit ?? ""] ?? 0);
    expect(Math.abs(inMinutes / minutes - 1)).toBeLessThan(0.05);
  });

  test("numbers its versions from 1 on, marks what changed, and proves where each is from", async () => {
    const [version] = await loaded.sql<[{ payload: string; before: string; run: number }]>`
      select newest.payload::text as payload, older.payload->>'updated_at' as before, run_number as run
      from gold.enrichments_lineage as newest
      join bronze.enrichment_versions as older on older.version_id = newest.previous_version_id
      where id_enriquecimento = ${touched} order by newest.observed_at desc limit 1`;
    await open(`/enriquecimentos/${touched}`);
    expect(trimmed(await versions())).toEqual(["Versão 2", "Versão 1"]);
    const newest = page.getByTestId("version").first();
    const changed = newest.getByTestId("changes").locator("tr", { hasText: "updated_at" });
    expect(await changed.locator("del").textContent()).toBe(JSON.stringify(version.before));
    const { updated_at } = JSON.parse(version.payload) as { updated_at: string };
    expect(await changed.locator("ins").textContent()).toBe(JSON.stringify(updated_at));
    await newest.getByText("Registro como foi recebido").click();
    expect(await newest.getByTestId("payload").textContent()).toBe(version.payload);
    await newest.getByText("Como chegou aqui").click();
    const origin = newest.getByTestId("origin");
    expect(await origin.textContent()).toContain("GET /v1/enrichments?");
    expect(await newest.getByRole("link", { name: "no Temporal" }).first().getAttribute("href")).toContain(
      loaded.stack.urls.temporalUi,
    );
    await origin.getByRole("link", { name: `Execução nº ${version.run}` }).click();
    await expect.poll(() => page.locator("h1").textContent()).toContain(`Execução nº ${version.run}`);
  });

  test("that was removed at the source has a page, with the evidence", async () => {
    const [deletion] = await loaded.sql<[{ run: number }]>`
      select run_number as run from ops.deletions where record_key = ${removed}`;
    const response = await open(`/enriquecimentos/${removed}`);
    expect(response?.status()).toBe(200);
    const text = (await page.getByTestId("deletions").textContent())?.replaceAll(/\s+/g, " ");
    expect(text).toMatch(/Removido na origem: não é mais listado desde .+ BRT\./);
    expect(text).toContain(`Visto pela Execução nº ${deletion.run}. Prova: `);
    expect(await page.locator("[data-testid=life] li").last().getAttribute("data-status")).toBe("removido");
    expect(trimmed(await versions()).at(-1)).toBe("Versão 1");
  });

  test("of which only rejected versions are known says why", async () => {
    const response = await open(`/enriquecimentos/${rejected}`);
    expect(response?.status()).toBe(200);
    expect(await page.getByTestId("only-rejected").textContent()).toContain("Status desconhecido");
    expect(await page.getByTestId("rejection").textContent()).toContain("status_unknown");
  });

  test("has an ID that can be copied", async () => {
    await open(`/enriquecimentos/${touched}`);
    await page.getByRole("button", { name: "Copiar o ID" }).click();
    await page.getByText("ID copiado").waitFor({ state: "attached" });
    const copied = await page.locator("html").evaluate(() => navigator.clipboard.readText());
    expect(copied).toBe(touched);
  });
});
