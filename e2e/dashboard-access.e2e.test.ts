import { once } from "node:events";
import { glob, readFile } from "node:fs/promises";
import { createServer, type IncomingHttpHeaders } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { loadConfig } from "@enrichment-monitor/stack/config";
import { applySchedule, runPipelineOnce } from "@enrichment-monitor/stack/first-run";
import { startNodeService } from "@enrichment-monitor/stack/node-service";
import { chooseFreePorts } from "@enrichment-monitor/stack/ports";
import { REPOSITORY } from "@enrichment-monitor/stack/repository";
import { type Stack, startStack } from "@enrichment-monitor/stack/start-stack";
import { createSupervisor } from "@enrichment-monitor/stack/supervisor";
import { SCHEDULE_ID } from "@enrichment-monitor/temporal";
import { createWarehouseClient, type WarehouseClient } from "@enrichment-monitor/warehouse";
import { type ApiKeyScope, createApiKey } from "@enrichment-monitor/warehouse/api-key";
import { Client, Connection } from "@temporalio/client";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from "vitest";
import { createHttpSession, type HttpSession } from "./browser/http-session.ts";
import { launchBrowser } from "./browser/launch-browser.ts";

const FORM = "application/x-www-form-urlencoded";

const supervisor = createSupervisor();
let folder: string;
let stack: Stack;
let sql: WarehouseClient;
let connection: Connection;
let temporal: Client;
let browser: Browser;
let dashboard: string;
/** Every key of this file; none may appear in a log. */
const keys: string[] = [];

beforeAll(async () => {
  folder = await supervisor.temporaryFolder("enrichment-monitor-access-");
  const environment = { ...process.env, SOURCE_RECORDS: "300", SOURCE_ARRIVALS_PER_5_MINUTES: "0" };
  stack = await startStack({
    config: {
      // Where others can reach it: the API requires keys, and the dashboard requires sessions.
      ...loadConfig({ ENRICHMENT_MONITOR_DATA_DIR: join(folder, "data"), LISTEN_HOST: "0.0.0.0" }),
      ports: await chooseFreePorts(),
    },
    supervisor,
    environment,
  });
  dashboard = stack.urls.dashboard;
  await applySchedule(stack, supervisor);
  await runPipelineOnce(stack, supervisor);
  sql = createWarehouseClient(setting("DATABASE_URL"), { applicationName: "e2e" });
  connection = await Connection.connect({ address: setting("TEMPORAL_ADDRESS") });
  temporal = new Client({ connection });
  browser = await launchBrowser();
});

afterAll(async () => {
  await browser?.close();
  await connection?.close();
  await sql?.end({ timeout: 5 });
  await supervisor.close();
});

function setting(name: string): string {
  const value = stack.connection[name];
  if (value === undefined) throw new Error(`The stack has no ${name}.`);
  return value;
}

async function createKey(scope: ApiKeyScope, name = `Test ${scope}`): Promise<string> {
  const { key } = await createApiKey(sql, { name, scope });
  keys.push(key);
  return key;
}

/** A client that has signed in to the dashboard at `url`. */
async function signIn(scope: ApiKeyScope, url = dashboard) {
  const session = createHttpSession(url);
  const key = await createKey(scope);
  const response = await session.post("/entrar", { chave: key });
  expect(response.status).toBe(303);
  return { ...session, key };
}

const isPaused = async (): Promise<boolean> =>
  (await temporal.schedule.getHandle(SCHEDULE_ID).describe()).state.paused;

/** Whether the page of runs offers its visitor to operate the pipeline. */
async function readMayOperate(session: HttpSession): Promise<boolean | undefined> {
  const text = await (await session.get("/pipeline/__data.json")).text();
  const [, index] = /"mayOperate":(\d+)/.exec(text) ?? [];
  const { nodes } = JSON.parse(text) as { nodes: { data: unknown[] }[] };
  return nodes.flatMap(({ data }) => (JSON.stringify(data).includes("mayOperate") ? data : []))[
    Number(index)
  ] as boolean;
}

/** The URLs of all routes of the dashboard, with an existing job and run; whether each is a page. */
async function listRoutes(): Promise<{ path: string; isPage: boolean }[]> {
  const [ids] = await sql<[{ job: string; run: string; workspace: string }]>`
    select (select id_enriquecimento from gold.enrichments limit 1) as job,
      (select id_workspace from gold.enrichments limit 1) as workspace,
      (select run_id from ops.runs limit 1) as run`;
  const parameters: Record<string, string> = {
    enriquecimentos: ids.job,
    execucoes: ids.run,
    workspaces: ids.workspace,
    api: "analytics/overview",
  };
  const files = await Array.fromAsync(
    glob("**/+{page.svelte,server.ts}", { cwd: join(REPOSITORY, "web/src/routes") }),
  );
  return files.map((file) => {
    const folders = file.split("/").slice(0, -1);
    const path = folders
      .map((name) => (name.startsWith("[") ? parameters[folders[0] ?? ""] : name))
      .join("/");
    return { path: `/${path}`, isPage: file.endsWith("+page.svelte") };
  });
}

/** Routes without data. */
const isPublic = ({ path }: { path: string }): boolean =>
  ["/entrar", "/sair", "/preferencias"].includes(path);

describe("where others can reach the dashboard", () => {
  test("no route shows anything without a session", async () => {
    const routes = (await listRoutes()).filter((route) => !isPublic(route));
    expect(routes.length).toBeGreaterThanOrEqual(7);
    const stranger = createHttpSession(dashboard);
    for (const { path, isPage } of [...routes, { path: "/nothing", isPage: true }]) {
      const opened = await stranger.get(`${path}?periodo=tudo`);
      expect(opened.status, path).toBe(303);
      const query = new URLSearchParams({ volta: `${path}?periodo=tudo` });
      expect(opened.headers.get("Location")).toBe(`/entrar?${query}`);
      expect(await opened.text()).toBe("");
      const fetched = await stranger.get(path, { Accept: "*/*" });
      expect(fetched.status, path).toBe(401);
      expect(Object.keys((await fetched.json()) as object)).toEqual(["type", "title", "status", "detail"]);
      if (!isPage) continue;
      const data = await stranger.get(`${path === "/" ? "" : path}/__data.json`, { Accept: "*/*" });
      expect(await data.json(), path).toEqual({
        type: "redirect",
        status: 303,
        location: expect.stringMatching(/^\/entrar\?volta=/),
      });
    }
    const action = await stranger.post("/pipeline?/executar", {}, { "x-sveltekit-action": "true" });
    expect(await action.json()).toMatchObject({ type: "redirect", location: "/entrar?volta=%2Fpipeline" });
    // Malformed paths reach the hook only, and an error there would end the process.
    for (const path of ["/%E0%A4%A", "/%E0%A4%A/__data.json"])
      expect((await stranger.get(path)).status, path).toBeLessThan(400);
    expect((await stranger.get("/entrar")).status).toBe(200);
  });

  test("the sign-in page shows nothing of the pipeline", async () => {
    const stranger = createHttpSession(dashboard);
    const page = await (await stranger.get("/entrar")).text();
    expect(page).toContain('name="chave"');
    expect(page).not.toContain("last-run");
    const data = await (await stranger.get("/entrar/__data.json")).text();
    expect(data).toContain("hasEnded");
    for (const secret of ["watermark", "run_number", "last_run"]) expect(data).not.toContain(secret);
  });

  test("an invalid key starts no session, and a sentence says why", async () => {
    const stranger = createHttpSession(dashboard);
    for (const chave of ["em_1_x", `em_1_${"x".repeat(43)}`, "ação\nX-Evil: 1", "x".repeat(5_000)]) {
      const refused = await stranger.post("/entrar", { chave });
      expect(refused.status).toBe(401);
      const page = await refused.text();
      expect(page).toContain("Esta chave não é válida");
      expect(page).not.toContain(chave.slice(0, 20));
    }
    const english = await stranger.post(
      "/entrar",
      { chave: "em_1_x" },
      { "Accept-Language": "en", Cookie: "PARAGLIDE_LOCALE=en" },
    );
    expect(await english.text()).toContain("This key is not valid");
    expect((await stranger.post("/entrar", { chave: " " })).status).toBe(400);
    expect((await stranger.get("/")).status).toBe(303);
  });

  test("the session's cookie is out of reach of scripts, other sites and plain HTTP after HTTPS", async () => {
    const { cookies, key } = await signIn("read");
    const cookie = cookies.get("sessao") ?? "";
    expect(cookie).toMatch(/; HttpOnly/);
    expect(cookie).toMatch(/; SameSite=Strict/);
    expect(cookie).toMatch(/; Path=\/(;|$)/);
    expect(cookie).not.toMatch(/; Secure/);
    expect(decodeURIComponent(cookie)).not.toContain(key);
    const secure = createHttpSession(dashboard);
    await secure.post("/entrar", { chave: key }, { Origin: dashboard.replace("http:", "https:") });
    expect(secure.cookies.get("sessao")).toMatch(/; Secure/);
  });

  test("a key of scope read opens every page and file, and operates nothing", async () => {
    const reader = await signIn("read");
    for (const { path } of (await listRoutes()).filter((route) => !isPublic(route))) {
      const response = await reader.get(path);
      expect(response.status, path).toBe(200);
      if (response.headers.get("Content-Type") === "text/event-stream") {
        await response.body?.cancel();
        continue;
      }
      expect(await response.text(), path).not.toContain(reader.key);
    }
    const refused = await reader.post("/pipeline?/executar", {}, { Accept: "application/json" });
    expect(await refused.json()).toMatchObject({
      type: "failure",
      status: 403,
      data: expect.stringContaining("só permite ler"),
    });
    expect((await reader.post("/pipeline?/pausar", { observacao: "No" })).status).toBe(403);
    expect(await readMayOperate(reader)).toBe(false);
    expect(await isPaused()).toBe(false);
  });

  test("an operator starts, pauses and resumes the pipeline", async () => {
    const operator = await signIn("operator");
    const operate = async (action: string, fields: Record<string, string> = {}) => {
      const response = await operator.post(`/pipeline?/${action}`, fields, { Accept: "application/json" });
      return (await response.json()) as { type: string; status: number; data: string };
    };
    expect(await readMayOperate(operator)).toBe(true);
    const started = await operate("executar");
    expect(started).toMatchObject({ type: "success" });
    const [runId = ""] = /[\da-f]{8}-[\da-f-]{27}/.exec(started.data) ?? [];
    await expect
      .poll(async () => (await sql`select trigger, kind, outcome from ops.runs where run_id = ${runId}`)[0], {
        timeout: 60_000,
      })
      .toEqual({ trigger: "api", kind: "incremental", outcome: "succeeded" });

    expect(await operate("pausar", { observacao: " " })).toMatchObject({
      type: "failure",
      status: 400,
      data: expect.stringContaining("note_missing"),
    });
    expect(await operate("pausar", { observacao: "x".repeat(501) })).toMatchObject({
      type: "failure",
      status: 400,
      data: expect.stringContaining("note_too_long"),
    });
    expect(await isPaused()).toBe(false);
    expect(await operate("pausar", { observacao: "A origem está em manutenção" })).toMatchObject({
      type: "success",
    });
    const { state } = await temporal.schedule.getHandle(SCHEDULE_ID).describe();
    expect(state).toMatchObject({ paused: true, note: "A origem está em manutenção" });

    expect(await operate("retomar")).toMatchObject({ type: "success" });
    expect(await isPaused()).toBe(false);
    expect(await operate("reconciliar")).toMatchObject({ type: "success" });
    const again = await operate("executar");
    expect(again).toMatchObject({
      type: "failure",
      status: 409,
      data: expect.stringContaining("run_active"),
    });
  });

  test("a page of another origin cannot use the session", async () => {
    const operator = await signIn("operator");
    const attacks: Record<string, string>[] = [
      { Origin: "https://evil.test", "Sec-Fetch-Site": "cross-site" },
      { Origin: stack.urls.analyticsApi, "Sec-Fetch-Site": "same-site" },
      { Origin: "null" },
      { Origin: "https://evil.test", "Content-Type": "text/plain" },
    ];
    for (const headers of attacks)
      for (const path of ["/pipeline?/pausar", "/entrar", "/sair"]) {
        const refused = await operator.post(
          path,
          { observacao: "Evil", chave: operator.key },
          { "Content-Type": FORM, ...headers },
        );
        expect(refused.status, `${path} ${JSON.stringify(headers)}`).toBe(403);
        expect(await refused.text()).toContain("set ORIGIN");
      }
    expect(await isPaused()).toBe(false);
    expect((await operator.get("/")).status).toBe(200);
  });

  test("a revoked key leads back to the sign-in page, which says why", async () => {
    const reader = await signIn("read");
    expect((await reader.get("/execucoes")).status).toBe(200);
    await sql`update ops.api_keys set revoked_at = now() where key_id = ${Number(reader.key.split("_")[1])}`;
    expect((await reader.get("/api/analytics/workspaces?busca=a", { Accept: "*/*" })).status).toBe(401);
    const data = await reader.get("/pipeline/__data.json", { Accept: "*/*" });
    expect(await data.json()).toEqual({
      type: "redirect",
      status: 303,
      location: "/entrar?volta=%2Fpipeline&motivo=encerrada",
    });
    expect(await (await reader.get("/entrar?motivo=encerrada")).text()).toContain("A sua sessão terminou");
    expect(reader.cookies.get("sessao")).toMatch(/^sessao=;.*Max-Age=0/);
  });

  test("an altered cookie leads back to the sign-in page", async () => {
    const { cookies } = await signIn("read");
    const [cookie = ""] = (cookies.get("sessao") ?? "").split(";");
    const response = await createHttpSession(dashboard).get("/", { Cookie: `${cookie.slice(0, -3)}AAA` });
    expect(response.headers.get("Location")).toContain("motivo=encerrada");
  });
});

describe("in a browser", () => {
  test("a person signs in, follows a link of another site, and signs out", async () => {
    const key = await createKey("read", "Análise");
    const context = await browser.newContext({ locale: "pt-BR" });
    onTestFinished(() => context.close());
    const page = await context.newPage();
    const sent: string[] = [];
    page.on("request", (request) => sent.push(request.url()));

    await page.goto(`${dashboard}/enriquecimentos?periodo=tudo`);
    expect(new URL(page.url()).pathname).toBe("/entrar");
    await page.getByLabel("Chave de acesso").fill("em_1_x");
    await page.keyboard.press("Enter");
    await page.getByRole("alert").getByText("Esta chave não é válida").waitFor();
    await page.getByLabel("Chave de acesso").fill(key);
    await page.getByRole("main").getByRole("button", { name: "Entrar" }).click();
    await page.waitForURL(`${dashboard}/enriquecimentos?periodo=tudo`);
    await page.getByTestId("enrichments-table").waitFor();

    expect(await context.cookies()).toContainEqual(
      expect.objectContaining({ name: "sessao", httpOnly: true, sameSite: "Strict", secure: false }),
    );
    await page.getByRole("link", { name: "Pipeline" }).click();
    await page.getByTestId("runs-table").waitFor();
    const inBrowser = await page.evaluate<string>(
      "JSON.stringify([document.documentElement.outerHTML, document.cookie, { ...localStorage }, { ...sessionStorage }])",
    );
    expect(inBrowser).not.toContain(key);
    expect(sent.filter((url) => url.includes(key) || !url.startsWith(dashboard))).toEqual([]);

    // Another site: a strict cookie does not come with its link.
    await using other = await serveLink(`${dashboard}/execucoes`);
    await page.goto(other.url);
    await page.getByRole("link").click();
    await page.waitForURL(`${dashboard}/execucoes`);
    await page.getByTestId("runs-table").waitFor();

    await page.getByRole("button", { name: "Sair" }).click();
    await page.waitForURL(`${dashboard}/entrar`);
    expect((await context.cookies()).map(({ name }) => name)).not.toContain("sessao");
    await page.goto(`${dashboard}/execucoes`);
    expect(new URL(page.url()).pathname).toBe("/entrar");
  });
});

/** A page of another site than 127.0.0.1, with a link to `target`. */
async function serveLink(target: string) {
  const server = createServer((_request, response) =>
    response.setHeader("Content-Type", "text/html").end(`<a href="${target}">Link</a>`),
  );
  await once(server.listen(0), "listening");
  return {
    url: `http://localhost:${(server.address() as AddressInfo).port}`,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await once(server.close(), "close");
    },
  };
}

describe("where only this machine can reach the dashboard", () => {
  /** Another dashboard over the same API, which requires keys. */
  async function startDashboard(name: string, variables: Record<string, string>): Promise<string> {
    const { dashboard: port } = await chooseFreePorts();
    const url = `http://127.0.0.1:${port}`;
    await startNodeService(
      {
        name,
        script: "web/src/server.ts",
        healthUrl: `${url}/entrar`,
        env: {
          PATH: process.env.PATH,
          HOST: "127.0.0.1",
          PORT: String(port),
          ANALYTICS_API_URL: stack.urls.analyticsApi,
          ...variables,
        },
        logFile: join(folder, `${name}.log`),
      },
      supervisor,
    );
    return url;
  }

  test("a shared key lets everybody read and operate, except pages of other origins", async () => {
    const url = await startDashboard("shared", { ANALYTICS_API_KEY: await createKey("operator") });
    const visitor = createHttpSession(url);
    expect((await visitor.get("/execucoes")).status).toBe(200);
    expect(await readMayOperate(visitor)).toBe(true);
    const paused = await visitor.post("/pipeline?/pausar", { observacao: "Local" });
    expect(paused.status).toBe(200);
    expect(await isPaused()).toBe(true);
    const evil = await visitor.post(
      "/pipeline?/retomar",
      {},
      { Origin: "https://evil.test", "Content-Type": FORM },
    );
    expect(evil.status).toBe(403);
    expect(await isPaused()).toBe(true);
    // As on http://localhost.
    const local = url.replace("127.0.0.1", "localhost");
    expect((await createHttpSession(local).post("/pipeline?/retomar", {})).status).toBe(200);
    expect(await isPaused()).toBe(false);
  });

  test("a visitor signs in where the API requires a key and the dashboard has none", async () => {
    const url = await startDashboard("keyless", {});
    const stranger = createHttpSession(url);
    expect((await stranger.get("/execucoes")).headers.get("Location")).toBe("/entrar?volta=%2Fexecucoes");
    expect((await stranger.get("/api/analytics/workspaces?busca=a", { Accept: "*/*" })).status).toBe(401);
    const reader = await signIn("read", url);
    expect((await reader.get("/execucoes")).status).toBe(200);
  });

  test("the API gets the visitor's key and no cookie, and a session outlasts its failure", async () => {
    const received: IncomingHttpHeaders[] = [];
    let isDown = false;
    const api = createServer(({ headers, url }, response) => {
      received.push(headers);
      response.statusCode = !isDown && url === "/api-key" ? 200 : 503;
      response.setHeader("Content-Type", "application/json");
      response.end(JSON.stringify({ data: { key_id: 1, name: "Fake", scope: "read" } }));
    });
    await once(api.listen(0, "127.0.0.1"), "listening");
    onTestFinished(() => void api.close());
    const port = (api.address() as AddressInfo).port;
    const dashboardUrl = await startDashboard("fake-api", { ANALYTICS_API_URL: `http://127.0.0.1:${port}` });
    const visitor = createHttpSession(dashboardUrl);
    expect((await visitor.post("/entrar", { chave: "em_1_fake" })).status).toBe(303);
    isDown = true;
    received.length = 0;
    expect(await (await visitor.get("/execucoes")).text()).toContain('data-testid="error-state"');
    expect(received.length).toBeGreaterThan(1);
    expect(received.map(({ authorization, cookie }) => ({ authorization, cookie }))).toEqual(
      received.map(() => ({ authorization: "Bearer em_1_fake", cookie: undefined })),
    );
    expect(visitor.cookies.get("sessao")).not.toContain("Max-Age=0");
  });

  test("attempts to sign in are limited", async () => {
    const url = await startDashboard("limited", {});
    const stranger = createHttpSession(url);
    const statuses: number[] = [];
    for (let attempt = 0; attempt < 21; attempt += 1)
      statuses.push((await stranger.post("/entrar", { chave: "em_1_x" })).status);
    expect(statuses).toEqual([...Array<number>(20).fill(401), 429]);
  });
});

test("the dashboard refuses to start where it would show everything with a shared key, and names all problems", async () => {
  const run = supervisor.run({
    name: "refused",
    command: process.execPath,
    args: [join(REPOSITORY, "web/src/server.ts")],
    env: {
      PATH: process.env.PATH,
      HOST: "0.0.0.0",
      ANALYTICS_API_KEY: await createKey("read"),
      SESSION_SECRET: "short",
    },
    cwd: REPOSITORY,
    logFile: join(folder, "refused.log"),
  });
  await expect(run).rejects.toThrow(
    /exit code 2[\s\S]*SESSION_SECRET is too short[\s\S]*ANALYTICS_API_KEY is set, but/,
  );
});

test("no key is in a log", async () => {
  const logs = await Array.fromAsync(glob(["*.log", "data/**/*.log"], { cwd: folder }));
  expect(logs).toEqual(
    expect.arrayContaining([
      "shared.log",
      expect.stringMatching(/dashboard\.log$/),
      expect.stringMatching(/analytics-api\.log$/),
    ]),
  );
  for (const log of logs) {
    const text = await readFile(join(folder, log), "utf8");
    for (const key of keys) expect(text.includes(key), log).toBe(false);
  }
});
