import { createApiKey } from "@enrichment-monitor/warehouse/api-key";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { createFixtureApi, type FixtureApi } from "../../testing/fixture-api.ts";

let api: FixtureApi;
let operatorKey: string;

beforeAll(async () => {
  // On loopback, where reading requires no key.
  api = await createFixtureApi(inject("postgresUrl"), { enrichments: 20, workspaces: 2 });
  operatorKey = (await createApiKey(api.sql, { name: "Test", scope: "operator" })).key;
});

afterAll(() => api[Symbol.asyncDispose]());

const post = (path: string, body: unknown, headers: Record<string, string> = {}) =>
  api.app.request(path, {
    method: "POST",
    body: JSON.stringify(body),
    headers: { "Content-Type": "application/json", Authorization: `Bearer ${operatorKey}`, ...headers },
  });

const refusal = async (response: Response | Promise<Response>) => {
  const { status, errors } = (await (await response).json()) as {
    status: number;
    errors?: { parameter: string }[];
  };
  return [status, ...(errors ?? []).map(({ parameter }) => parameter)];
};

const VALID: [path: string, body: unknown][] = [
  ["/pipeline/runs", { kind: "incremental" }],
  ["/pipeline/pause", { note: "Maintenance" }],
  ["/pipeline/resume", { note: "Done" }],
];

describe("operating the pipeline", () => {
  it.each(VALID)("requires a key of scope operator also on loopback: %s", async (path, body) => {
    const { key: readKey } = await createApiKey(api.sql, { name: "Test", scope: "read" });
    const without = await post(path, body, { Authorization: "" });
    expect(without.status).toBe(401);
    expect(without.headers.get("WWW-Authenticate")).toContain("Bearer");
    const reading = await post(path, body, { Authorization: `Bearer ${readKey}` });
    expect(reading.status).toBe(403);
    expect(reading.headers.get("WWW-Authenticate")).toContain('error="insufficient_scope", scope="operator"');
  });

  it("responds 503 without Temporal, while other endpoints work", async () => {
    const answers = await Promise.all(VALID.map(([path, body]) => post(path, body)));
    for (const answer of answers) {
      expect(answer.status).toBe(503);
      expect(await answer.json()).toMatchObject({ detail: expect.stringContaining("Temporal") });
    }
    expect((await api.app.request("/analytics/overview")).status).toBe(200);
    expect((await api.app.request("/health/ready")).status).toBe(200);
  });

  it.each([
    ["nothing", {}, ["kind"]],
    ["another kind", { kind: "everything" }, ["kind"]],
    ["another variant", { kind: "backfill", variant: "round" }, ["variant"]],
    ["something unknown", { kind: "incremental", force: true }, ["force"]],
    ["a window of what has none", { kind: "reconcile", window: { from: null, to: null } }, ["window"]],
    ["half a window", { kind: "backfill", window: { from: null } }, ["window"]],
    ["half a window of a proof", { kind: "prove", window: { to: null } }, ["window"]],
    ["a day for an instant", { kind: "backfill", window: { from: "2026-11-01", to: null } }, ["window"]],
    [
      "a window that ends before it begins",
      { kind: "backfill", window: { from: "2026-11-02T00:00:00Z", to: "2026-11-01T00:00:00Z" } },
      ["window"],
    ],
  ])("refuses to start a run from %s", async (_, body, parameters) => {
    expect(await refusal(post("/pipeline/runs", body))).toEqual([422, ...parameters]);
  });

  it("requires a note", async () => {
    expect(await refusal(post("/pipeline/pause", { note: " " }))).toEqual([422, "note"]);
    expect(await refusal(post("/pipeline/pause", { note: "a\0b" }))).toEqual([422, "note"]);
    expect(await refusal(post("/pipeline/resume", {}))).toEqual([422, "note"]);
  });

  it("refuses bodies that are too large or not JSON", async () => {
    expect(await refusal(post("/pipeline/runs", undefined))).toEqual([400]);
    expect(
      await refusal(
        post("/pipeline/runs", VALID[0]?.[1], { "Content-Type": "application/x-www-form-urlencoded" }),
      ),
    ).toEqual([415]);
    expect(await refusal(post("/pipeline/pause", { note: "x".repeat(20_000) }))).toEqual([413]);
  });

  it("answers preflight requests of configured origins", async () => {
    const preflight = await api.app.request("/pipeline/runs", {
      method: "OPTIONS",
      headers: {
        Origin: "https://dashboard.test",
        "Access-Control-Request-Method": "POST",
        "Access-Control-Request-Headers": "authorization,content-type",
      },
    });
    expect(preflight.status).toBe(204);
    expect(preflight.headers.get("Access-Control-Allow-Origin")).toBe("https://dashboard.test");
    expect(preflight.headers.get("Access-Control-Allow-Methods")).toContain("POST");
    expect(preflight.headers.get("Access-Control-Allow-Headers")).toMatch(/Authorization.*Content-Type/);
  });
});
