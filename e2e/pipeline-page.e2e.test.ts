import { createApiKey } from "@enrichment-monitor/warehouse/api-key";
import { afterEach, describe, expect, test } from "vitest";
import { loaded, open, openLive, page, useDashboard } from "./testing/use-dashboard.ts";

useDashboard();

afterEach(() => loaded.source.setFaults({ preset: "calm" }));

/** The worker sends fewer requests for a while after the 429s of the first test. */
const RUN_TIMEOUT_MS = 180_000;

const textOf = (testId: string) => page.getByTestId(testId).textContent();
const operation = (name: string) => page.getByTestId("operations").getByRole("button", { name });
const dialog = () => page.getByRole("alertdialog");
const toast = (text: RegExp) => page.locator("[data-sonner-toast]", { hasText: text });
const newestRun = async () => {
  const [run] = await loaded.sql<[{ number: number; id: string; kind: string }]>`
    select run_number as number, run_id as id, kind from ops.runs order by run_number desc limit 1`;
  return run;
};

/** Opens the page once its stream is connected: what happens from then on is not missed. */
async function openPipeline() {
  await openLive("/pipeline");
  await page.locator("html").evaluate((html) => html.setAttribute("data-kept", "yes"));
}

const isReloaded = async () => (await page.locator("html").getAttribute("data-kept")) === null;

/** Chooses an operation, reads what its dialog says, and confirms it. */
async function operate(name: string): Promise<string | null> {
  await operation(name).click();
  const said = await dialog().textContent();
  await dialog().getByRole("button", { name }).click();
  return said;
}

describe("an operator", () => {
  test("starts a run and follows it live to its end, with the waits that the source asks for", async () => {
    await loaded.source.touch(1_500);
    await loaded.source.setFaults({ rate_limited: 1, retry_after: { seconds: 1, least: 3, extra: 0 } });
    await openPipeline();
    const before = await newestRun();
    expect(await operate("Executar agora")).toContain("Lê já o que mudou na origem");
    await page.getByTestId("open-run").waitFor();
    expect(await textOf("open-run")).toContain(`Execução nº ${before.number + 1} em andamento`);
    await page.getByTestId("run-waiting").waitFor();
    expect(await textOf("run-waiting")).toMatch(/pediu espera: a leitura continua em \d segundo/);
    await loaded.source.setFaults({ latency_ms: { least: 250, extra: 0 } });
    await expect.poll(() => textOf("run-progress")).toMatch(/^\s*[\d.]+ de [\d.]+\s*$/);
    await page.getByRole("progressbar", { name: /^Fatia 1: / }).waitFor();

    await toast(new RegExp(`Execução nº ${before.number + 1}: Concluída em`)).waitFor({
      timeout: RUN_TIMEOUT_MS,
    });
    await page.getByTestId("countdown").waitFor();
    const { id } = await newestRun();
    const row = page.locator(`[data-testid="runs-table"] [data-id="${id}"]`);
    await row.getByText("API").waitFor();
    expect(await isReloaded()).toBe(false);
    // The three parts of the delay, by this run.
    expect(await textOf("freshness")).toContain(`Até a execução nº ${before.number + 1}`);
  });

  test("cannot start a second run, and reads why", async () => {
    await loaded.source.setFaults({ latency_ms: { least: 60, extra: 0 } });
    await openPipeline();
    expect(await operate("Reconciliar")).toContain("Lê tudo o que a origem lista");
    await page.getByTestId("next-run").getByText("Reconciliação").waitFor();
    expect(await operate("Provar")).toContain("Conta os registros");
    await page.getByTestId("refusal").waitFor();
    expect(await page.getByTestId("refusal").getAttribute("data-reason")).toBe("run_active");
    expect(await textOf("refusal")).toContain("Já há uma execução em andamento");
    await toast(/Execução nº \d+: Concluída/).waitFor({ timeout: RUN_TIMEOUT_MS });
    expect(await newestRun()).toMatchObject({ kind: "reconcile" });
  });

  test("proves by counting", async () => {
    await openPipeline();
    await operate("Provar");
    await toast(/Execução nº \d+: Concluída/).waitFor({ timeout: RUN_TIMEOUT_MS });
    const { id, kind } = await newestRun();
    expect(kind).toBe("prove");
    await page.locator(`[data-testid="runs-table"] [data-id="${id}"]`).getByRole("link").click();
    await page.getByTestId("proof").getByText("Provado").first().waitFor();
    await page.getByTestId("stages").getByText("Prova por contagem").waitFor();
  });

  test("pauses with a reason that everybody reads, and resumes with the keyboard alone", async () => {
    await openPipeline();
    await operate("Pausar");
    await dialog().getByText("Escreva o motivo").waitFor();
    await dialog().getByLabel("Motivo da pausa").fill("Migração da origem");
    await dialog().getByRole("button", { name: "Pausar" }).click();
    await toast(/pausado/).waitFor();
    await page.getByTestId("pause-note").waitFor();
    expect(await textOf("pause-note")).toContain("Migração da origem");
    expect(await page.getByTestId("countdown").count()).toBe(0);
    expect(await page.getByTestId("pipeline-health").getAttribute("data-state")).toBe("paused");
    expect(await isReloaded()).toBe(false);

    const other = await page.context().newPage();
    await other.goto(loaded.stack.urls.dashboard);
    expect(await other.getByTestId("health").getAttribute("data-state")).toBe("paused");
    const sentence = await other.getByTestId("health").textContent();
    expect(sentence).toContain("Migração da origem");
    expect(sentence).not.toContain("próxima execução");
    await other.goto(`${loaded.stack.urls.dashboard}/workspaces`);
    const state = other.getByTestId("pipeline-state");
    expect(await state.textContent()).toContain("Pausado");
    expect(await state.getAttribute("title")).toContain("Migração da origem");
    await state.click();
    await other.waitForURL("**/pipeline");
    await other.close();

    await tabTo("Retomar");
    await page.keyboard.press("Enter");
    // The page's button of the same name has the focus until the dialog takes it.
    await expect
      .poll(() => dialog().evaluate((shown) => shown.contains(shown.ownerDocument.activeElement)))
      .toBe(true);
    await tabTo("Retomar");
    await page.keyboard.press("Enter");
    await toast(/retomado/).waitFor();
    await page.getByTestId("countdown").waitFor();
    expect(await textOf("countdown")).toMatch(/em [\d:]+|a qualquer momento/);
    await expect
      .poll(() => page.locator('[data-testid="pipeline-state"][data-state="paused"]').count())
      .toBe(0);
  });

  test("is told on another page that a run ended, if it was started from this browser", async () => {
    await loaded.source.setFaults({ latency_ms: { least: 60, extra: 0 } });
    await openPipeline();
    await operate("Reconciliar");
    await page.getByTestId("open-run").waitFor();
    await page.getByRole("link", { name: "Workspaces", exact: true }).click();
    await page.waitForURL("**/workspaces");
    await toast(/Execução nº \d+: Concluída/).waitFor({ timeout: RUN_TIMEOUT_MS });
    expect(page.url()).toContain("/workspaces");

    // The end of a run of the schedule only changes the data.
    await openLive("/");
    await loaded.runPipeline();
    const { number } = await newestRun();
    await page.getByTestId("last-run").getByText(`nº ${number}`).waitFor();
    await expect.poll(() => page.getByTestId("last-run").getAttribute("data-outcome")).toMatch(/^succeeded/);
    expect(await page.locator("[data-sonner-toast]").count()).toBe(0);
  });
});

test("every page names a state that is not healthy, and leads to the pipeline", async () => {
  const { id } = await newestRun();
  await open("/qualidade");
  const failing = page.locator('[data-testid="pipeline-state"][data-state="failing"]');
  expect(await failing.count()).toBe(0);
  const [{ outcome }] = await loaded.sql<
    [{ outcome: string }]
  >`select outcome from ops.runs where run_id = ${id}`;
  await loaded.sql`update ops.runs set outcome = 'failed', error = 'SourceUnauthorized: 401' where run_id = ${id}`;
  for (const path of ["/", "/enriquecimentos", "/workspaces", "/qualidade", "/execucoes"]) {
    await open(path);
    expect(await failing.textContent(), path).toContain("Com falha");
  }
  await failing.click();
  await page.waitForURL("**/pipeline");
  expect(await textOf("health-reasons")).toContain("SourceUnauthorized: 401");
  await loaded.sql`update ops.runs set outcome = ${outcome}, error = null where run_id = ${id}`;
  await open("/workspaces");
  expect(await failing.count()).toBe(0);
});

/** Presses Tab until a button of this name has the focus. */
async function tabTo(name: string): Promise<void> {
  const focused = page.locator("button:focus", { hasText: name });
  for (let presses = 0; presses < 40; presses += 1) {
    if ((await focused.count()) > 0) return;
    await page.keyboard.press("Tab");
  }
  throw new Error(`The button ${name} cannot be reached with Tab.`);
}

test("a reader sees the operations and why they are not theirs", async () => {
  const { key } = await createApiKey(loaded.sql, { name: "Reader", scope: "read" });
  await open("/entrar");
  await page.getByLabel("Chave de acesso").fill(key);
  await page.keyboard.press("Enter");
  await page.getByTestId("health").waitFor();
  await page.getByRole("link", { name: "Pipeline", exact: true }).click();
  await page.getByTestId("not-allowed").waitFor();
  expect(await textOf("not-allowed")).toContain("A sua chave só permite ler");
  for (const name of ["Executar agora", "Pausar", "Reconciliar", "Provar"])
    expect(await operation(name).isDisabled(), name).toBe(true);
});

test("a click on a bar of the timeline opens its run, and the time without runs is shown", async () => {
  // Far from the other bars, with hours without runs after it.
  const [{ id }] = await loaded.sql<[{ id: string }]>`
    update ops.runs set started_at = started_at - interval '12 hours', finished_at = finished_at - interval '12 hours'
    where run_number = 1 returning run_id as id`;
  await openPipeline();
  const chart = page.getByTestId("run-timeline");
  expect(await chart.getAttribute("aria-label")).toMatch(/Não aconteceram: [23]; o fundo hachurado/);
  const canvas = chart.locator("canvas");
  await expect.poll(() => canvas.getAttribute("style")).toContain("height");
  const { width, height } = (await canvas.boundingBox()) ?? { width: 0, height: 0 };
  await canvas.click({ position: { x: width / 2, y: height / 2 } });
  await page.waitForURL(`**/execucoes/${id}`);
  await page.goBack();
  await page.getByText("Ver como tabela").first().click();
  await chart
    .locator("xpath=..")
    .getByRole("rowheader", { name: /Não aconteceram: [23]/ })
    .first()
    .waitFor();
  await page.getByRole("link", { name: "nº 1", exact: true }).first().click();
  await page.waitForURL(`**/execucoes/${id}`);
});

test("the list of runs is filtered in its URL and names the first load", async () => {
  await open("/execucoes");
  await page.locator('[data-control="kind"]').click();
  await page.getByRole("option", { name: "Primeira carga" }).click();
  await page.waitForURL("**/execucoes?kind=first_load");
  await page.keyboard.press("Escape");
  const rows = page.locator('[data-testid="runs-table"] tbody tr');
  await expect.poll(() => rows.count()).toBe(1);
  expect(await rows.first().textContent()).toMatch(/nº 1\D.*Primeira carga/s);
  await open("/execucoes?kind=first_load&outcome=failed");
  await page.getByText("Nenhuma execução corresponde").waitFor();
  await open("/execucoes?outcome=maybe");
  expect(await textOf("filter-problem")).toContain("“maybe” não é um valor deste filtro");
});

test("the page of a run says in words what its slices are", async () => {
  await open("/execucoes?kind=first_load");
  await page.locator('[data-testid="runs-table"] tbody a').first().click();
  await page.getByTestId("stages").waitFor();
  const text = (await page.getByRole("main").textContent()) ?? "";
  expect(text).toContain("Contados antes");
  expect(text).toContain("Por data de atualização");
  expect(text).not.toMatch(/keyset|ops\./);
});

test("the charts show a week by hour and a month by day, with the span in the URL", async () => {
  // Older than all others, every five minutes, with a day on which none started.
  await loaded.sql`update ops.runs set run_number = run_number + 10000`;
  await loaded.sql`
    insert into ops.runs (run_id, run_number, generation, variant, kind, trigger, workflow_id, started_at, finished_at, outcome,
                          requests, rate_limited, records_read, rejected)
    select gen_random_uuid(), 8641 - n, 1, 'modular', 'incremental', 'schedule', 'w', started_at,
           started_at + (4 + n % 9) * interval '1 second',
           case when n % 500 = 0 then 'failed' when n % 170 = 0 then 'abandoned' else 'succeeded' end,
           5, (n % 40 = 0)::int, 40, (n % 90 = 0)::int
    from generate_series(1, 8640) as n
    cross join lateral (select now() - interval '13 hours' - n * interval '5 minutes' as started_at) as run
    where n not between 1500 and 1800`;
  // Autovacuum does this after a while: until then the database plans for the few runs that there were.
  await loaded.sql`analyze ops.runs`;
  await open("/pipeline");
  await page.getByTestId("run-timeline").waitFor();
  const spans = page.getByTestId("run-span");
  await spans.getByRole("link", { name: "7 dias" }).click();
  await page.waitForURL("**/pipeline?execucoes=7d");
  const outcomes = page.getByTestId("run-outcomes-chart");
  await expect
    .poll(() => outcomes.getAttribute("aria-label"))
    .toMatch(/últimos 7 dias, por hora\. Execuções: 1\.\d{3} \(/);
  expect(await outcomes.getAttribute("aria-label")).toMatch(/Não aconteceram: \d+; as barras vazadas/);
  expect(await page.getByTestId("run-timeline").count()).toBe(0);

  await spans.getByRole("link", { name: "30 dias" }).click();
  await page.waitForURL("**/pipeline?execucoes=30d");
  // 29 days and the part of today: 288 runs a day, without those of the last 13 hours and of the day without runs.
  await expect
    .poll(() => outcomes.getAttribute("aria-label"))
    .toMatch(/últimos 30 dias, por dia\. Execuções: (7\.9|8\.[01])\d\d \(/);
  expect(await page.getByTestId("run-durations-chart").getAttribute("aria-label")).toMatch(
    /Execuções terminadas: (7\.9|8\.[01])\d\d/,
  );
  const durations = page.locator("figure", { has: page.getByTestId("run-durations-chart") });
  await durations.getByText("Ver como tabela").click();
  const rows = durations.getByRole("row");
  await expect.poll(() => rows.count()).toBe(31);
  // A whole day: its median, its longest run, and how many they are of.
  expect(await rows.nth(3).textContent()).toMatch(/8 s\D*12 s\D*288/);
  expect(await spans.getByRole("link", { name: "30 dias" }).getAttribute("aria-current")).toBe("true");

  await page.reload();
  await expect.poll(() => outcomes.getAttribute("aria-label")).toContain("últimos 30 dias");
  await spans.getByRole("link", { name: "24 horas" }).focus();
  await page.keyboard.press("Enter");
  await page.getByTestId("run-timeline").waitFor();
  expect(new URL(page.url()).search).toBe("");
  await page.goBack();
  await outcomes.waitFor();
});
