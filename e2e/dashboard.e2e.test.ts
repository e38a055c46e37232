import { describe, expect, test } from "vitest";
import { browser, live, loaded, open, page, useDashboard } from "./testing/use-dashboard.ts";

useDashboard();

const total = () => page.getByTestId("kpi-total").getAttribute("data-value");
const downPart = () => page.getByTestId("stale").getAttribute("data-part");
const filters = () => page.getByTestId("filters");

/** A control of the filter bar, once it works. */
async function control(name: string) {
  await filters().hover();
  await page.locator('[data-testid="filters"][data-ready="true"]').waitFor();
  return page.locator(`[data-control="${name}"]`);
}

describe("while everything works", () => {
  test("the page is live, and a run's data comes without a reload", async () => {
    await open("/?periodo=tudo");
    await expect.poll(live).toBe("live");
    await page.locator("html").evaluate((html) => html.setAttribute("data-kept", "yes"));
    const before = await page.getByTestId("last-run").textContent();
    await loaded.runPipeline();
    await expect.poll(() => page.getByTestId("last-run").textContent()).not.toBe(before);
    expect(await page.locator("html").getAttribute("data-kept")).toBe("yes");
  });

  test("the first line says the state in words", async () => {
    await open("/");
    expect(await page.getByTestId("health").getAttribute("data-state")).toBe("healthy");
    expect(await page.getByTestId("state-facts").textContent()).toMatch(
      /^Dados atualizados há .+, ([\d.]+) de \1 registros conferidos, próxima execução em .+\.$/,
    );
  });

  test("no script, style or request needs an exception from the security policy", async () => {
    const refused: string[] = [];
    const foreign: string[] = [];
    page.on("console", (message) => {
      if (message.type() === "error") refused.push(message.text());
    });
    page.on("request", (request) => {
      if (!request.url().startsWith(loaded.stack.urls.dashboard)) foreign.push(request.url());
    });
    const response = await open("/?periodo=tudo");
    const policy = response?.headers()["content-security-policy"] ?? "";
    expect(policy.split("; ").filter((directive) => directive.includes("unsafe"))).toEqual([
      "style-src-attr 'unsafe-inline'",
    ]);
    await expect.poll(live).toBe("live");
    await (await control("periodo")).click();
    await page.locator(".popover").getByRole("gridcell").first().waitFor();
    await page.keyboard.press("Escape");
    await (await control("status_processamento")).click();
    await page.getByRole("listbox").getByRole("option").first().waitFor();
    expect({ refused, foreign }).toEqual({ refused: [], foreign: [] });
  });
});

describe("the charts of the overview", () => {
  /** Drags over a part of a chart, from and to fractions of its width; the same fraction is a click. */
  async function select(chart: string, from: number, to: number) {
    const canvas = page.getByTestId(chart).locator("canvas");
    await expect.poll(() => canvas.getAttribute("style")).toContain("height");
    await canvas.scrollIntoViewIfNeeded();
    const box = await canvas.boundingBox();
    if (!box) throw new Error(`${chart} is not visible.`);
    const y = box.y + box.height / 2;
    await page.mouse.move(box.x + box.width * from, y);
    await page.mouse.down();
    await page.mouse.move(box.x + box.width * to, y, { steps: 5 });
    await page.mouse.up();
    await page.waitForURL(/\/enriquecimentos\?/);
    return new URL(page.url()).searchParams;
  }

  /** Checks that the list has the jobs that the API counts under the filters of the URL. */
  async function expectJobsOf(url: URLSearchParams) {
    const query = new URLSearchParams(
      [...url].filter(([name]) => name !== "periodo").concat([["fuso", "America/Sao_Paulo"]]),
    );
    const answer = await fetch(`${loaded.stack.urls.analyticsApi}/analytics/overview?${query}`);
    const { data } = (await answer.json()) as { data: { atual: { total_enriquecimentos: number } } };
    expect(data.atual.total_enriquecimentos).toBeGreaterThan(0);
    await expect
      .poll(async () => (await page.getByTestId("rows").textContent())?.replaceAll(".", ""))
      .toMatch(new RegExp(`\\b${data.atual.total_enriquecimentos} jobs?$`));
  }

  test.each(["timeseries-chart", "success-chart", "durations-chart"])(
    "%s opens the jobs of a day, and of the days that are dragged over",
    async (chart) => {
      await open("/?periodo=30d&tipo_contato=PESSOA");
      const day = await select(chart, 0.8, 0.8);
      expect(day.get("data_inicio")).toMatch(/^\d{4}-\d{2}-\d{2}$/);
      expect(day.get("data_fim")).toBe(day.get("data_inicio"));
      expect(day.get("tipo_contato")).toBe("PESSOA");
      await expectJobsOf(day);

      await page.goBack();
      const days = await select(chart, 0.6, 0.9);
      expect(Date.parse(days.get("data_fim") ?? "")).toBeGreaterThan(
        Date.parse(days.get("data_inicio") ?? ""),
      );
      await expectJobsOf(days);
    },
  );

  test("an hour opens its jobs, and the table and the shares lead to theirs", async () => {
    await open("/?periodo=24h");
    const hour = await select("timeseries-chart", 0.7, 0.7);
    const [from, to] = [Date.parse(hour.get("data_inicio") ?? ""), Date.parse(hour.get("data_fim") ?? "")];
    expect(to - from).toBe(3_600_000);

    await open("/?periodo=30d");
    await page.getByRole("link", { name: "Concluído", exact: true }).click();
    await page.waitForURL(/status_processamento=CONCLUIDO/);
    await page.goBack();
    await page.getByText("Ver como tabela").first().click();
    // Today may have no job yet.
    await page.getByRole("rowheader").getByRole("link").first().click();
    await page.waitForURL(/\/enriquecimentos\?periodo=personalizado/);
    await expectJobsOf(new URL(page.url()).searchParams);
  });
});

describe("a part that is down", () => {
  test("the network: the page stays, says since when, and comes back", async () => {
    await open("/?periodo=tudo");
    await expect.poll(live).toBe("live");
    const known = await total();
    await page.mouse.wheel(0, 400);
    await expect.poll(() => page.locator("html").evaluate(({ scrollTop }) => scrollTop)).toBe(400);

    await page.context().setOffline(true);
    await expect.poll(downPart).toBe("dashboard");
    expect(await page.getByTestId("stale").textContent()).toMatch(
      /Dados de \d{2}:\d{2}:\d{2} BRT; sem conexão com o painel desde \d{2}:\d{2}:\d{2} BRT; tentando de novo/,
    );
    expect(await live()).toBe("stale");
    // Without the mouse, which would scroll to the link.
    await page.getByRole("link", { name: "Enriquecimentos", exact: true }).dispatchEvent("click");
    await expect.poll(() => page.getByTestId("stale").textContent()).toContain("não foi aberta");
    expect(new URL(page.url()).search).toBe("?periodo=tudo");
    expect(await total()).toBe(known);
    expect(await page.locator("html").evaluate(({ scrollTop }) => scrollTop)).toBe(400);

    await page.context().setOffline(false);
    await expect.poll(() => page.getByTestId("stale").count()).toBe(0);
    await expect.poll(live).toBe("live");
    expect(await total()).toBe(known);
  });

  test("the API: an open page keeps its numbers, and a new one shows its filter bar", async () => {
    await open("/?periodo=tudo");
    await expect.poll(live).toBe("live");
    const known = await total();
    const api = loaded.stack.service("analytics-api");
    api.kill("SIGKILL");
    await api.exited;
    try {
      await expect.poll(downPart).toBe("api");
      expect(await total()).toBe(known);

      const fresh = await page.context().newPage();
      const response = await fresh.goto(`${loaded.stack.urls.dashboard}/enriquecimentos`);
      expect(response?.status()).toBe(200);
      expect(await fresh.getByTestId("error-state").getAttribute("data-part")).toBe("api");
      expect(await fresh.getByTestId("filters").isVisible()).toBe(true);
      await fresh.close();
    } finally {
      await api.restart();
    }
    await expect.poll(() => page.getByTestId("stale").count()).toBe(0);
  });

  test("the warehouse: it is named, with the request id, and the numbers come back", async () => {
    await open("/?periodo=tudo");
    await expect.poll(live).toBe("live");
    const known = await total();
    const postgres = loaded.stack.service("postgres");
    postgres.kill("SIGINT");
    await postgres.exited;
    try {
      await expect.poll(downPart).toBe("warehouse");
      expect(await total()).toBe(known);

      const fresh = await page.context().newPage();
      await fresh.goto(`${loaded.stack.urls.dashboard}/?periodo=tudo`);
      const error = fresh.getByTestId("error-state");
      expect(await error.getAttribute("data-part")).toBe("warehouse");
      expect(await error.getByRole("heading").textContent()).toBe("O banco de dados não responde");
      expect(await fresh.getByTestId("request-id").textContent()).toMatch(/^[0-9a-f-]{36}$/);
      expect(await fresh.getByTestId("health").getAttribute("data-state")).toBe("warehouse");
    } finally {
      await postgres.restart();
    }
    for (const open of page.context().pages()) {
      await expect.poll(() => open.getByTestId("kpi-total").getAttribute("data-value")).toBe(known);
      await expect.poll(() => open.getByTestId("stale").count()).toBe(0);
    }
  });
});

describe("the language of a first visit", () => {
  test.each([
    ["en-US", "en"],
    ["pt-PT", "pt-BR"],
    ["fr-FR", "pt-BR"],
  ])("for a browser in %s is %s", async (locale, lang) => {
    const context = await browser.newContext({ locale });
    const visited = await context.newPage();
    await visited.goto(loaded.stack.urls.dashboard);
    await expect.poll(() => visited.getByTestId("live").getAttribute("data-state")).toBe("live");
    expect(await visited.locator("html").getAttribute("lang")).toBe(lang);
    expect(await visited.locator("h1").textContent()).toBe(lang === "en" ? "Overview" : "Visão geral");
    await context.close();
  });
});

test("a chosen language counts for the server too, whatever the browser prefers", async () => {
  await open("/qualidade");
  await page.locator('a[href*="idioma=en"]').click();
  await expect.poll(() => page.locator("h1").textContent()).toBe("Quality");
  const response = await open("/qualidade");
  expect(await response?.text()).toContain('<html lang="en"');
});

describe("the filter bar", () => {
  test("stays with what is wrong in filters that only the list has", async () => {
    await open("/enriquecimentos?dia_semana=8&hora=24");
    expect(await page.getByTestId("filter-problem").allTextContents()).toEqual([
      expect.stringContaining("“8” não é um valor deste filtro"),
      expect.stringContaining("“24” não é um valor deste filtro"),
    ]);
  });

  const workspaces = Array.from(
    { length: 51 },
    (_, index) => `id_workspace=00000000-0000-4000-8000-${String(index).padStart(12, "0")}`,
  ).join("&");

  test.each([
    ["?periodo=personalizado&data_inicio=2026-11-24&data_fim=2026-11-23", "é anterior à inicial"],
    ["?periodo=personalizado&data_inicio=2026-11-24&data_fim=2300-01-01", "de 1970 a 2199"],
    [`?${workspaces}`, "51 selecionados, e o máximo é 50: remova 1."],
    ["?periodo=ontem", "“ontem” não é um valor deste filtro"],
    ["?status_processamento=TALVEZ", "“TALVEZ” não é um valor deste filtro"],
  ])("stays with what is wrong in %s", async (search, text) => {
    for (const path of ["/", "/enriquecimentos"]) {
      const response = await open(path + search);
      expect(response?.status()).toBe(200);
      expect(await page.getByTestId("filter-problem").textContent()).toContain(text);
      // Not the default's word, which would be another filter than the one in the URL.
      expect(await page.getByRole("button", { name: /: Valor recusado$/ }).count()).toBe(1);
      expect(await page.getByTestId("kpi-total").count()).toBe(0);
      await page.getByRole("link", { name: "Limpar filtros" }).first().click();
      await expect.poll(() => page.getByTestId("filter-problem").count()).toBe(0);
      expect(new URL(page.url()).search).toBe("");
    }
  });

  test("works with the keyboard alone, and the URL is its state", async () => {
    await open("/?periodo=tudo");
    const status = await control("status_processamento");
    await status.focus();
    await page.keyboard.press("Enter");
    await page.getByRole("option", { name: "Falhou" }).waitFor();
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("Enter");
    await expect
      .poll(() => new URL(page.url()).searchParams.getAll("status_processamento"))
      .toEqual(["FALHOU"]);
    await page.keyboard.press("Escape");
    await expect.poll(() => status.evaluate((trigger) => trigger.matches(":focus"))).toBe(true);
    const failed = await total();

    await page.goBack();
    await expect.poll(total).not.toBe(failed);
    await page.goForward();
    await expect.poll(total).toBe(failed);
    await page.reload();
    expect(await total()).toBe(failed);
    expect(await (await control("status_processamento")).textContent()).toContain("Falhou");
  });

  test("takes several workspaces, searched at the server", async () => {
    await open("/?periodo=tudo");
    const all = await total();
    await (await control("id_workspace")).click();
    await expect.poll(() => page.getByRole("listbox").getByRole("option").count()).toBeGreaterThan(0);
    await page.keyboard.type("pereira");
    await expect.poll(() => page.getByRole("listbox").getByRole("option").count()).toBeGreaterThan(0);
    await page.getByText(/^Encontrados: /).waitFor();
    const names = await page.getByRole("listbox").getByRole("option").allTextContents();
    expect(names.every((name) => /pereira/i.test(name))).toBe(true);
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("Enter");
    await expect.poll(() => new URL(page.url()).searchParams.getAll("id_workspace").length).toBe(1);
    await expect.poll(total).not.toBe(all);
  });

  test("shows both days of a range", async () => {
    await open("/?periodo=personalizado&data_inicio=2026-11-01&data_fim=2026-11-02");
    expect(await (await control("periodo")).textContent()).toContain("1 a 2 de nov. de 2026");
    expect(await page.getByTestId("span").textContent()).toContain("1 a 2 de nov. de 2026");
    await (await control("periodo")).click();
    await page.getByRole("button", { name: "Aplicar datas" }).click();
    expect(new URL(page.url()).searchParams.get("data_fim")).toBe("2026-11-02");
    await (await control("periodo")).click();
    await page.getByRole("button", { name: "7 dias" }).click();
    await expect.poll(() => new URL(page.url()).search).toBe("?periodo=7d");
  });
});

test("no page is wider than its window", async () => {
  for (const width of [390, 1440, 1920]) {
    await page.setViewportSize({ width, height: 900 });
    for (const path of ["/?periodo=tudo", "/enriquecimentos?periodo=tudo", "/pipeline", "/execucoes"]) {
      await open(path);
      const hidden = await page
        .locator("html")
        .evaluate(({ scrollWidth, clientWidth }) => scrollWidth - clientWidth);
      expect(hidden, `${path} at ${width} px`).toBe(0);
    }
  }
});

test("the first load of the overview needs less than 170 KB of script", async () => {
  const session = await page.context().newCDPSession(page);
  await session.send("Network.enable");
  const scripts = new Set<string>();
  let bytes = 0;
  session.on("Network.responseReceived", ({ requestId, response }) => {
    if (response.mimeType.includes("javascript")) scripts.add(requestId);
  });
  // The compressed bodies, without the headers.
  session.on("Network.dataReceived", ({ requestId, encodedDataLength }) => {
    if (scripts.has(requestId)) bytes += encodedDataLength;
  });
  await open("/");
  await expect.poll(live).toBe("live");
  // Chart.js, which comes last, sets the size of its canvas.
  for (const chart of await page.locator("canvas").all())
    await expect.poll(() => chart.getAttribute("style")).toContain("height");
  expect(bytes).toBeGreaterThan(50_000);
  expect(bytes).toBeLessThan(170 * 1_024);
});

test("a day begins and ends with its zone's clocks, also where they change", async () => {
  // São Paulo's clocks went from 23:59:59 on the 3rd to 01:00 on the 4th.
  const instants = ["2018-11-04T02:59:59Z", "2018-11-04T03:00:00Z"];
  const jobs = await loaded.sql<{ id: string }[]>`
    select id_enriquecimento as id from gold.enrichments order by 1 limit ${instants.length}`;
  for (const [index, { id }] of jobs.entries())
    await loaded.sql`
      update gold.enrichments set data_criacao = ${instants[index] ?? null} where id_enriquecimento = ${id}`;
  await loaded.sql`update ops.warehouse_state set data_version = data_version + 1`;

  for (const [zone, day, count] of [
    ["America/Sao_Paulo", "2018-11-03", 1],
    ["America/Sao_Paulo", "2018-11-04", 1],
    ["America/Noronha", "2018-11-03", 0],
    ["UTC", "2018-11-04", 2],
  ] as const) {
    await open(`/?periodo=personalizado&data_inicio=${day}&data_fim=${day}&fuso=${zone}`);
    expect(await total(), `${day} in ${zone}`).toBe(String(count));
  }
});
