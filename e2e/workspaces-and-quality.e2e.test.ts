import { describe, expect, test } from "vitest";
import { live, loaded, open, page, useDashboard } from "./testing/use-dashboard.ts";

useDashboard();

const parameter = (name: string) => new URL(page.url()).searchParams.get(name);

describe("the ranking of workspaces", () => {
  const rows = () => page.locator('[data-testid="ranking-table"] tbody tr');
  const names = () => rows().getByRole("rowheader").allTextContents();
  /** The numbers of a column: 3 is that of the jobs. */
  const figures = async (column: number) =>
    (await rows().locator(`> :nth-child(${column})`).allTextContents()).map((text) =>
      Number(text.trim().replaceAll(".", "").replace(/[%*]/g, "").replace(",", ".")),
    );
  const isDescending = (values: number[]) =>
    values.every((value, index) => index === 0 || value <= Number(values[index - 1]));

  test("is sorted and paged in the URL, and has every workspace once", async () => {
    const [{ workspaces, jobs }] = await loaded.sql<[{ workspaces: number; jobs: number }]>`
      select count(distinct id_workspace) as workspaces, count(*) as jobs from gold.enrichments`;
    await open("/workspaces?periodo=tudo");
    expect(isDescending(await figures(3))).toBe(true);
    expect(isDescending(await figures(7))).toBe(false);

    await page.getByRole("link", { name: "Taxa de sucesso" }).click();
    await expect.poll(() => parameter("ordenar")).toBe("taxa_sucesso");
    await expect.poll(async () => isDescending(await figures(7))).toBe(true);
    const first = await names();

    await page.getByRole("link", { name: "Próxima página" }).click();
    await expect.poll(() => page.getByTestId("page-range").textContent()).toMatch(/^26 a /);
    const second = await names();
    expect(first.length + second.length).toBe(workspaces);
    expect(parameter("pagina")).toBe("2");
    await page.reload();
    expect(await names()).toEqual(second);
    // A step back before the scripts of the page work would change its URL alone.
    await expect.poll(live).toBe("live");
    await page.goBack();
    await expect.poll(names).toEqual(first);

    const total = await page.getByTestId("ranking-totals").getByRole("cell").nth(1).textContent();
    expect(total?.replaceAll(".", "").trim()).toBe(String(jobs));
  });

  test("is searched without regard to accents, from the first page", async () => {
    await open("/workspaces?periodo=tudo&pagina=2");
    await page.getByRole("searchbox").fill("COMERCIO");
    await page.keyboard.press("Enter");
    await expect.poll(() => parameter("busca")).toBe("COMERCIO");
    expect(parameter("pagina")).toBeNull();
    await expect.poll(async () => (await names()).every((name) => name.includes("Comércio"))).toBe(true);
    expect((await names()).length).toBeGreaterThan(0);
    expect(await page.getByRole("searchbox").inputValue()).toBe("COMERCIO");
  });

  test("leads to a workspace, and from there to its jobs", async () => {
    await open("/workspaces?periodo=tudo");
    const id = await rows().first().getAttribute("data-id");
    const [jobs] = await figures(3);
    // Anywhere in the row.
    await rows()
      .first()
      .click({ position: { x: 1_000, y: 20 } });
    await expect.poll(() => new URL(page.url()).pathname).toBe(`/workspaces/${id}`);
    await page.getByTestId("newest-jobs").waitFor();
    expect(await page.getByTestId("kpi-total").getAttribute("data-value")).toBe(String(jobs));
    expect(parameter("periodo")).toBe("tudo");

    const [{ failed }] = await loaded.sql<[{ failed: number }]>`
      select count(*) as failed from gold.enrichments
      where id_workspace = ${id} and status_processamento = 'FALHOU' and categoria_tamanho_job = 'GRANDE'`;
    const failures = page.locator("section", { has: page.getByText("Falhas por tamanho do job") });
    await failures.getByRole("link", { name: "Grande", exact: true }).click();
    await page.getByTestId("enrichments-table").waitFor();
    expect(new URL(page.url()).search).toBe(
      `?periodo=tudo&id_workspace=${id}&status_processamento=FALHOU&categoria_tamanho_job=GRANDE`,
    );
    expect(await page.locator('[data-testid="enrichments-table"] tbody tr').count()).toBe(
      Math.min(failed, 50),
    );
  });
});

describe("the quality of the data", () => {
  const rules = () => page.getByTestId("rule");
  const isGood = (section: string) => page.getByTestId(`${section}-good`).isVisible();

  test("is good news while nothing is wrong, with both counts of each period", async () => {
    await open("/qualidade");
    for (const section of ["rejeitados", "campos", "duplicados", "exclusoes"])
      expect(await isGood(section), section).toBe(true);
    for (const section of ["prova", "rejeitados", "campos", "duplicados", "exclusoes"])
      expect(await page.getByTestId(`summary-${section}`).getAttribute("data-tone"), section).toBe("good");
    const parts = page.getByTestId("proof-strip").getByRole("listitem");
    expect(await parts.count()).toBeGreaterThan(0);
    for (const part of await parts.all())
      expect((await part.textContent())?.replace(/\s+/g, " ")).toMatch(
        /^ ?Igual .*Na origem ([\d.]+) Aqui \1 (Atualizados até |Todos os registros)/,
      );
  });

  test("shows rejects with their rule in words, and forgets them once they are repaired", async () => {
    const kinds = [
      "blank_name",
      "long_name",
      "negative_contacts",
      "fractional_contacts",
      "unknown_contact_type",
      "unknown_status",
      "unreadable_timestamp",
      "updated_before_created",
      "updated_in_future",
    ];
    await open("/qualidade");
    // A run with too many rejects fails.
    await loaded.source.touch(100);
    for (const kind of kinds) await loaded.source.malform(kind, 1);
    const [id] = await loaded.source.malform("negative_contacts", 1);
    await loaded.runPipeline();

    await expect.poll(() => rules().count()).toBe(kinds.length);
    const explained = await rules().evaluateAll((cards) => cards.map((card) => card.dataset.explained));
    expect(new Set(explained)).toEqual(new Set(["true"]));
    await expect
      .poll(() => page.getByTestId("summary-rejeitados").textContent())
      .toContain(`Em aberto: ${kinds.length + 1}`);

    await page.getByRole("link", { name: "Total de contatos negativo" }).click();
    await expect.poll(() => page.getByTestId("reject").count()).toBe(2);
    expect(parameter("regra")).toBe("total_contacts_negative");
    const reject = page.locator(`[data-testid="reject"][data-id="${id}"]`);
    await reject.locator("summary").click();
    expect(await reject.getByTestId("payload").textContent()).toContain(`"id":"${id}"`);

    await open("/");
    const openRejects = `${kinds.length + 1} registros rejeitados em aberto`;
    await expect.poll(() => page.getByTestId("state-facts").textContent()).toContain(openRejects);
    const attention = page.locator('[data-key="pipeline/rejected_records"]');
    expect(await attention.textContent()).toContain(openRejects);
    await attention.getByRole("link").click();
    await expect.poll(() => new URL(page.url()).hash).toBe("#rejeitados");

    await loaded.source.repair(kinds.length + 1);
    await loaded.runPipeline();
    await expect.poll(() => isGood("rejeitados")).toBe(true);
    await page.getByRole("link", { name: "Resolvidos" }).click();
    await expect.poll(() => rules().count()).toBe(kinds.length);
    expect(await page.locator('[data-testid="reject"][data-resolved="false"]').count()).toBe(0);
  });

  test("shows a deletion with its evidence, and a record that is listed twice", async () => {
    await open("/qualidade");
    const [removed] = await loaded.source.remove(1);
    await loaded.runPipeline();
    // Not in the same run: in one period, an entry more and an entry less would cancel each other.
    const [doubled] = await loaded.source.double({ count: 1 });
    await loaded.runPipeline();

    const deletion = page.locator(`[data-testid="deletions-table"] [data-id="${removed}"]`);
    await expect.poll(() => deletion.count()).toBe(1);
    expect(await deletion.textContent()).toContain("Não é mais listado pela origem");
    expect(await deletion.getByTestId("evidence").textContent()).toMatch(
      /^(Uma leitura completa não o encontrou na lista\.|De .+: [\d.]+ na origem, [\d.]+ aqui\. Esse período foi lido)/,
    );
    const duplicate = page.locator(`[data-testid="duplicates-table"] [data-id="${doubled}"]`);
    await expect.poll(() => duplicate.count()).toBe(1);
    expect(await page.getByTestId("summary-duplicados").getAttribute("data-tone")).toBe("warn");

    // The run that found them leads here.
    await deletion.getByRole("link", { name: /^Execução nº/ }).click();
    await page.getByTestId("findings").getByRole("link", { name: "Ver as exclusões" }).click();
    await expect.poll(() => page.url()).toMatch(/\/qualidade#exclusoes$/);
  });

  test("tells when a field came first and last, and that it no longer comes", async () => {
    await open("/qualidade");
    const row = page.locator('[data-testid="fields-table"] [data-field="score"]');
    const summary = page.getByTestId("summary-campos");
    await loaded.source.setFaults({ extra_field: true });
    await loaded.source.touch(5);
    await loaded.runPipeline();
    await expect.poll(() => row.getAttribute("data-ended")).toBe("false");
    expect(await row.textContent()).not.toContain("Não veio desde");
    expect(await summary.getAttribute("data-tone")).toBe("warn");

    await loaded.source.setFaults({ extra_field: false });
    await loaded.source.touch(5);
    await loaded.runPipeline();
    await expect.poll(() => row.getAttribute("data-ended")).toBe("true");
    expect((await row.textContent())?.replace(/\s+/g, " ")).toMatch(
      /Não veio desde [\d/]+, [\d:]+ BRT Registros novos ou alterados desde então: [\d.]+ Execução nº \d+/,
    );
    expect(await summary.getAttribute("data-tone")).toBe("info");
    const agreed = page.locator('[data-testid="fields-table"] [data-kind="agreed"]');
    expect(await agreed.evaluateAll((rows) => rows.map(({ dataset }) => dataset.ended))).toEqual(
      Array.from({ length: 8 }, () => "false"),
    );
  });

  test("has the proof of an earlier run in the URL", async () => {
    await open("/qualidade");
    const history = page.getByTestId("proof-history").locator("tbody a");
    await history.last().click();
    await expect.poll(() => parameter("prova")).toBe("1");
    await expect.poll(() => page.getByTestId("proof").textContent()).toContain("não é a prova mais recente");
    await history.first().click();
    await expect.poll(() => parameter("prova")).toBeNull();
  });
});
