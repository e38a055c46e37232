import { createApiKey } from "@enrichment-monitor/warehouse/api-key";
import type { Locator, Page } from "playwright-core";
import { beforeAll, describe, expect, onTestFinished, test } from "vitest";
import {
  findAccessibilityViolations,
  findCutText,
  findWideElements,
  untilHeatMapIsShown,
} from "./browser/check-page.ts";
import { openPage } from "./browser/open-page.ts";
import { SCREENSHOTS, views } from "./browser/views.ts";
import { browser, loaded, open, openLive, page, useDashboard } from "./testing/use-dashboard.ts";

const HOUR_MS = 3_600_000;
const END = Date.now();
/** A workspace falls silent at the next hour: then there is a whole day without its jobs. */
const START = END - 25 * HOUR_MS;

const daysBefore = (days: number): string => new Date(START - days * 24 * HOUR_MS).toISOString();

// 864 jobs a day for 40 days, of which the largest of 27 workspaces has 31 %.
useDashboard(
  {},
  {
    SOURCE_RECORDS: "2000",
    SOURCE_WORLD_START: daysBefore(40),
    SOURCE_CLOCK_NOW: new Date(START).toISOString(),
    SOURCE_ARRIVALS_PER_5_MINUTES: "3",
    // A run that is dated to the source's clock is not late.
    SCHEDULE_INTERVAL_MINUTES: "1440",
  },
);

/** Dates the newest run to the source's clock: the last day ends when a run starts, by the worker's. */
async function dateRun(instant: number): Promise<void> {
  await loaded.sql`
    update ops.runs set started_at = ${new Date(instant)}
    where run_number = (select max(run_number) from ops.runs)`;
  await loaded.sql`update ops.warehouse_state set data_version = data_version + 1`;
}

async function runAt(instant: number): Promise<void> {
  await loaded.source.setClock({ now: new Date(instant).toISOString() });
  await loaded.runPipeline();
  await dateRun(instant);
}

interface Entry {
  chave: string;
  tipo: string;
  id_workspace: string | null;
}

async function readEntries(): Promise<Entry[]> {
  const response = await fetch(`${loaded.stack.urls.analyticsApi}/analytics/attention`);
  const { data } = (await response.json()) as { data: { jobs: Entry[] } };
  return data.jobs;
}

let quiet: { entries: Entry[]; shown: string | null; tests: number };
/** The largest workspaces, with the trouble of each. */
let failing: string;
let slow: string;
let stuck: string;
let silent: string;
/** The source gives it the jobs of the silent one. */
let surging: string;

beforeAll(async () => {
  await dateRun(START);
  const visitor = await browser.newPage({ locale: "pt-BR" });
  await visitor.goto(loaded.stack.urls.dashboard);
  quiet = {
    entries: await readEntries(),
    shown: await visitor.getByTestId("attention").textContent(),
    tests: Number(await visitor.getByTestId("attention-tests").getAttribute("data-tests")),
  };
  await visitor.close();

  const largest = await loaded.sql<{ id: string }[]>`
    select id_workspace as id from gold.enrichments group by id_workspace order by count(*) desc limit 5`;
  [failing, slow, stuck, silent, surging] = largest.map(({ id }) => id) as [
    string,
    string,
    string,
    string,
    string,
  ];
  await loaded.source.trouble(failing, "failing");
  await loaded.source.trouble(slow, "slow");
  await loaded.source.trouble(stuck, "stuck");
  await loaded.source.trouble(silent, "silent");
  await runAt(START + 12 * HOUR_MS);
  await runAt(END);
});

const section = (of: Page = page) => of.getByTestId("attention");
const entries = (of: Page = page) => section(of).getByTestId("attention-entry");
const entry = (key: string) => page.locator(`[data-testid="attention-entry"][data-key^="${key}"]`);
const pathOf = (url: string) => new URL(url).pathname;

test("a quiet world has no entry, and says how many comparisons were made", () => {
  expect(quiet.entries).toEqual([]);
  expect(quiet.shown).toContain("Nada precisa de atenção");
  expect(quiet.tests).toBeGreaterThan(30);
});

test("the planted troubles are found within two runs, and nothing else", async () => {
  const found = await readEntries();
  const keys = found.map(({ tipo, id_workspace }) => `${tipo}/${id_workspace}`);
  for (const key of [
    `taxa_sucesso_baixa/${failing}`,
    `duracao_maior/${slow}`,
    `processamento_longo/${stuck}`,
    `volume_baixo/${silent}`,
    `volume_alto/${surging}`,
  ])
    expect(keys, key).toContain(key);
  const others = found.filter(
    ({ id_workspace }) => ![failing, slow, stuck, silent, surging].includes(id_workspace ?? ""),
  );
  expect(others).toEqual([]);
});

describe("an entry", () => {
  test.each([
    [
      "taxa_sucesso_baixa",
      () => failing,
      /% de sucesso em [\d.]+ jobs terminados .+ desde .+ BRT; o habitual/,
    ],
    ["duracao_maior", () => slow, /duraram [\d,]+ vezes o habitual/],
    ["processamento_longo", () => stuck, /em processamento há mais tempo que 99%/],
    ["volume_alto", () => surging, /jobs novos nas últimas 24 horas: [\d.]+; o habitual/],
  ] as const)(
    "%s says what is wrong, and its link opens the jobs that it counts",
    async (kind, id, sentence) => {
      await open("/");
      await page.getByTestId("attention-rest").locator("summary").first().click();
      const shown = entry(`${kind}/${id()}`).first();
      expect(await shown.textContent()).toMatch(sentence);
      await shown.getByText("Por quê?").click();
      await expect.poll(() => shown.textContent()).toContain("por acaso");
      const link = shown.getByRole("link");
      const jobs = /\(([\d.]+)\)/.exec((await link.textContent()) ?? "")?.[1];
      expect(jobs).toMatch(/^[1-9]/);
      await link.click();
      await page.waitForURL(/\/enriquecimentos\?/);
      await expect
        .poll(() => page.getByTestId("rows").textContent())
        .toMatch(new RegExp(`(?<![\\d.])${jobs?.replaceAll(".", "\\.")} jobs?$`));
    },
  );

  test("of a silent workspace opens the workspace, whose page has its entries only", async () => {
    await open("/");
    await page.getByTestId("attention-rest").locator("summary").first().click();
    const shown = entry(`volume_baixo/${silent}`);
    expect(await shown.textContent()).toMatch(/nenhum job novo desde .+ BRT; o habitual em 24 horas é \d+/);
    await shown.getByRole("link", { name: "Ver o workspace" }).click();
    await page.waitForURL(new RegExp(`/workspaces/${silent}`));
    await expect.poll(() => section().getAttribute("data-entries")).toBe("1");
    expect(await entries().getAttribute("data-key")).toBe(`volume_baixo/${silent}`);
  });

  test("beyond the fifth is behind a click", async () => {
    await open("/");
    const all = (await readEntries()).length;
    expect(all).toBeGreaterThan(5);
    const visible = () => entries().filter({ visible: true }).count();
    expect(await visible()).toBe(5);
    await page.getByText(`Mostrar todos (${all})`).click();
    await expect.poll(visible).toBe(all);
  });
});

test("the pipeline's own reasons come first, with a link to its page", async () => {
  await loaded.sql`
    insert into ops.findings (run_id, code, severity, records, record_ids, detail, remedy)
    select run_id, 'duplicate_records', 'warning', 1, '{}', 'One record is listed twice.', 'None needed.'
    from ops.runs order by run_number desc limit 1`;
  onTestFinished(async () => {
    await loaded.sql`delete from ops.findings where detail = 'One record is listed twice.'`;
  });
  await open("/");
  const first = entries().first();
  expect(await first.getAttribute("data-key")).toBe("pipeline/duplicate_records");
  expect(await first.textContent()).toContain("Registros listados mais de uma vez");
  await first.getByRole("link", { name: "Ver a qualidade dos dados" }).click();
  await expect.poll(() => pathOf(page.url())).toBe("/qualidade");
});

/** Presses Tab until the element has the focus. */
async function tabTo(target: Locator): Promise<void> {
  const hasFocus = () => target.evaluate((element) => element.matches(":focus"));
  for (let presses = 0; presses < 80; presses += 1) {
    if (await hasFocus()) return;
    await page.keyboard.press("Tab");
  }
  throw new Error(`Tab does not reach ${target}.`);
}

describe("setting an entry aside", () => {
  const dialog = () => page.getByRole("alertdialog");
  const confirm = () => dialog().getByRole("button", { name: "Adiar" });
  const putOff = () => page.getByTestId("set-asides");

  test("with the keyboard alone hides it for all, until it is shown again", async () => {
    await openLive("/");
    const key = (await entries().first().getAttribute("data-key")) ?? "";
    const before = Number(await section().getAttribute("data-entries"));
    await tabTo(entry(key).getByRole("button"));
    await page.keyboard.press("Enter");
    await dialog().waitFor();
    await tabTo(dialog().getByRole("radio").first());
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("ArrowDown");
    expect(await dialog().getByRole("radio", { name: "7 dias" }).isChecked()).toBe(true);
    await tabTo(confirm());
    await page.keyboard.press("Enter");
    await dialog().getByText("Escreva o motivo").waitFor();
    await tabTo(dialog().getByLabel("Motivo"));
    await page.keyboard.type("O cliente corrige a lista");
    await tabTo(confirm());
    await page.keyboard.press("Enter");
    await expect.poll(() => entry(key).count()).toBe(0);
    expect(await section().getAttribute("data-entries")).toBe(String(before - 1));
    await expect.poll(() => page.locator("h2:focus").textContent()).toBe("O que precisa de atenção");

    const other = await page.context().newPage();
    await other.goto(loaded.stack.urls.dashboard);
    await other.locator('[data-testid="live"][data-state="live"]').waitFor();
    await other.getByTestId("set-asides").locator("summary").click();
    await other.getByText("O cliente corrige a lista").waitFor();
    await other.close();

    await tabTo(putOff().locator("summary"));
    await page.keyboard.press("Enter");
    await expect
      .poll(() => putOff().textContent())
      .toMatch(/Adiado por .+ até .+ BRT: “O cliente corrige a lista”/);
    await tabTo(putOff().getByRole("button"));
    await page.keyboard.press("Enter");
    await expect.poll(() => entry(key).count()).toBe(1);
    expect(await putOff().count()).toBe(0);
  });

  test("needs a time in the future", async () => {
    await openLive(`/workspaces/${failing}`);
    const key = `taxa_sucesso_baixa/${failing}`;
    await entry(key).getByRole("button").click();
    await dialog().getByLabel("Outro horário").check();
    await dialog().getByLabel("Motivo").fill("Depois");
    const time = dialog().getByLabel(/^Dia e hora/);
    await time.fill("2026-01-01T09:00");
    await confirm().click();
    await dialog().getByText("Escolha um horário que ainda vem").waitFor();
    const tomorrow = new Date(END + 24 * HOUR_MS).toISOString().slice(0, 10);
    await time.fill(`${tomorrow}T09:00`);
    await confirm().click();
    await expect.poll(() => entry(key).count()).toBe(0);
    const [row] = await loaded.sql<[{ until: Date }]>`select until from ops.set_asides where key = ${key}`;
    expect(row.until.toISOString()).toBe(`${tomorrow}T12:00:00.000Z`);
    await putOff().locator("summary").click();
    await putOff().getByRole("button").click();
    await expect.poll(() => entry(key).count()).toBe(1);
  });

  test("is for operators", async () => {
    const { key } = await createApiKey(loaded.sql, { name: "Reader", scope: "read" });
    await open("/entrar");
    await page.getByLabel("Chave de acesso").fill(key);
    await page.keyboard.press("Enter");
    await entries().first().waitFor();
    expect(await entries().getByRole("button").count()).toBe(0);
  });
});

test.each(views)("is accessible at $width px, in $language, $theme", async (view) => {
  await using opened = await openPage(browser, loaded.stack.urls.dashboard, view);
  const { page } = opened;
  await expect.poll(() => page.getByTestId("live").getAttribute("data-state")).toBe("live");
  const shoot = async (name: string) => {
    if (SCREENSHOTS)
      await page.screenshot({
        path: `${SCREENSHOTS}/${name}-${Object.values(view).join("-")}.png`,
        fullPage: true,
      });
  };
  const inspect = async () => {
    expect(await findAccessibilityViolations(page)).toEqual([]);
    expect(await findWideElements(page)).toEqual([]);
    expect(await findCutText(page)).toEqual([]);
  };
  await untilHeatMapIsShown(page);
  await shoot("attention");
  await page.getByTestId("attention-rest").locator("summary").first().click();
  await entries(page).first().locator("summary").click();
  await shoot("attention-all");
  await inspect();
  await entries(page).first().getByRole("button").click();
  await page.getByRole("alertdialog").waitFor();
  await shoot("attention-dialog");
  await inspect();
  expect(opened.complaints).toEqual([]);
});
