import { createApiKey } from "@enrichment-monitor/warehouse/api-key";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { createFixtureApi, type FixtureApi } from "../../testing/fixture-api.ts";
import type { Problem } from "../schemas/problem.ts";
import { searchText, TEXT_PATTERN } from "../schemas/query.ts";

let api: FixtureApi;

beforeAll(async () => {
  api = await createFixtureApi(inject("postgresUrl"), { enrichments: 100, workspaces: 4 });
});

afterAll(() => api[Symbol.asyncDispose]());

const problemOf = async (path: string, init?: RequestInit): Promise<Problem> => {
  const response = await api.app.request(path, init);
  expect(response.headers.get("Content-Type")).toBe("application/problem+json");
  return (await response.json()) as Problem;
};

describe("an unsupported method", () => {
  it.each([
    ["POST", "/analytics/overview", "GET, HEAD"],
    ["DELETE", "/pipeline/runs", "GET, HEAD, POST"],
    ["GET", "/pipeline/pause", "POST"],
    ["PUT", "/health/live", "GET, HEAD"],
    ["POST", "/docs", "GET, HEAD"],
  ])("%s %s is a 405 that allows %s", async (method, path, allow) => {
    const response = await api.app.request(path, { method });
    expect(response.status).toBe(405);
    expect(response.headers.get("Allow")).toBe(allow);
    expect(response.headers.get("Content-Type")).toBe("application/problem+json");
    expect(await response.json()).toMatchObject({ status: 405, detail: expect.stringContaining(allow) });
  });

  it("on a path that does not exist is a 404", async () => {
    expect((await api.app.request("/pipeline/nothing", { method: "DELETE" })).status).toBe(404);
  });
});

describe("an error", () => {
  it.each([
    ["limit=1000000000", "limit", '"1000000000" must be a whole number from 1 to 100.'],
    ["limit=0", "limit", '"0" must be a whole number from 1 to 100.'],
    ["data_inicio=1969-12-31", "data_inicio", '"1969-12-31" must lie between the years 1970 and 2199.'],
    ["id_workspace=x", "id_workspace", '"x" must be a UUID.'],
    ["ordem=up", "ordem", '"up" must be one of asc, desc.'],
    ["ordem=asc&ordem=desc", "ordem", "Must be sent once."],
    ["cursor=x", "cursor", '"x" is not a cursor of this list in this order: send the `next_cursor`'],
    [`status_processamento=FALHOU${"&status_processamento=FALHOU".repeat(50)}`, "status_processamento", "50"],
  ])("for %s contains the value and the remedy", async (query, parameter, detail) => {
    const { errors } = await problemOf(`/analytics/enrichments?${query}`);
    expect(errors).toMatchObject([{ parameter, detail: expect.stringContaining(detail) }]);
  });

  it("abbreviates long values, and masks keys", async () => {
    const long = "x".repeat(3_000);
    for (const query of [`busca=${long}`, `${long}=1`, `limit=${long}`, `cursor=${long}`, `ordem=${long}`]) {
      const problem = await problemOf(`/analytics/enrichments?${query}`);
      expect(problem.status).toBe(422);
      expect(JSON.stringify(problem)).not.toContain("x".repeat(201));
    }
    expect(JSON.stringify(await problemOf(`/${long}`))).not.toContain("x".repeat(201));
    const shown = JSON.stringify(await problemOf("/analytics/enrichments?limit=em_1_secret"));
    expect(shown).not.toContain("secret");
  });

  it("lists at most 20 parameters", async () => {
    const query = Array.from({ length: 100 }, (_, index) => `p${index}=1`).join("&");
    const { errors } = await problemOf(`/analytics/enrichments?${query}`);
    expect(errors).toHaveLength(20);
  });

  it("is 414 for a target that is too long", async () => {
    const { status, detail } = await problemOf(`/analytics/enrichments?busca=${"x".repeat(8_192)}`);
    expect(status).toBe(414);
    expect(detail).toContain("8192");
  });
});

describe("an invalid body", () => {
  const send = async (body: string, headers: Record<string, string> = {}): Promise<Problem> => {
    const { key } = await createApiKey(api.sql, { name: "Test", scope: "operator" });
    return problemOf("/pipeline/pause", {
      method: "POST",
      body,
      headers: { Authorization: `Bearer ${key}`, "Content-Type": "application/json", ...headers },
    });
  };

  it.each([
    ["null", "body", "null must be a JSON object."],
    ["[1]", "body", "[1] must be a JSON object."],
    ['{"note":"x","x":1}', "x", "Unknown. Allowed here: note."],
  ])("%s is refused with the remedy", async (body, parameter, detail) => {
    expect(await send(body)).toMatchObject({ status: 422, errors: [{ parameter, detail }] });
  });

  it.each([
    { "Content-Type": "application/json, text/plain" },
    { "Content-Type": "text/plain" },
    { "Content-Encoding": "gzip" },
  ])("with %j is refused with the remedy", async (headers) => {
    const { status, detail } = await send('{"note":"x"}', headers);
    expect(status).toBe(415);
    expect(detail).toContain("send JSON, not compressed, with Content-Type: application/json.");
  });
});

describe("the pattern of a text parameter", () => {
  it("accepts the same texts as the parameter", () => {
    const pattern = new RegExp(TEXT_PATTERN);
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 50 }), (text) => {
        expect(pattern.test(text)).toBe(searchText.safeParse(text).success);
      }),
    );
    for (const text of ["", " ", "\ufeff", "\u00a0", "\u0085", "\0", " a ", "a\u007f"])
      expect(pattern.test(text), JSON.stringify(text)).toBe(searchText.safeParse(text).success);
  });
});

describe("compression", () => {
  const compressed = (path: string, headers: Record<string, string> = {}) =>
    api.app.request(path, { headers: { "Accept-Encoding": "gzip", ...headers } });

  const unzipped = (response: Response): Promise<string> =>
    new Response(response.body?.pipeThrough(new DecompressionStream("gzip"))).text();

  it.each([
    "/analytics/enrichments",
    "/docs",
    "/docs/scalar.js",
    "/openapi.json",
    "/analytics/enrichments.csv",
  ])("of %s preserves the text", async (path) => {
    const response = await compressed(path);
    expect(response.headers.get("Content-Encoding")).toBe("gzip");
    expect(response.headers.get("Vary")).toContain("Accept-Encoding");
    expect(await unzipped(response)).toBe(await (await api.app.request(path)).text());
  });

  it.each(["/analytics/overview", "/pipeline/status"])("keeps ETags valid: %s", async (path) => {
    const first = await compressed(path);
    await first.body?.cancel();
    const etag = first.headers.get("ETag") ?? "";
    expect(etag).toMatch(/^W\//);
    const again = await compressed(path, { "If-None-Match": etag });
    expect(again.status).toBe(304);
    expect(again.headers.get("ETag")).toBe(etag);
  });

  it("does not apply to event streams", async () => {
    const response = await compressed("/events");
    expect(response.headers.get("Content-Encoding")).toBeNull();
    await response.body?.cancel();
  });

  it("ends an export when its client disconnects", async () => {
    await using large = await createFixtureApi(inject("postgresUrl"), { enrichments: 20_000 });
    const open = () =>
      large.app.request("/analytics/enrichments.csv", { headers: { "Accept-Encoding": "gzip" } });
    const first = await open();
    expect((await open()).status).toBe(503);
    await first.body?.cancel();
    await expect
      .poll(async () => {
        const { status, body } = await open();
        await body?.cancel();
        return status;
      })
      .toBe(200);
  });
});

describe("the Host header", () => {
  it("must be an allowed host, if hosts are restricted", async () => {
    await using local = await createFixtureApi(inject("postgresUrl"), {
      enrichments: 1,
      allowedHosts: ["localhost", "127.0.0.1", "[::1]"],
    });
    const ask = (host: string) => local.app.request("/analytics/overview", { headers: { Host: host } });
    for (const host of ["localhost", "LOCALHOST:3000", "127.0.0.1:80", "[::1]:3000", "[::1]"])
      expect((await ask(host)).status, host).toBe(200);
    for (const host of ["rebound.test", "rebound.test:3000", "localhost.rebound.test", ""]) {
      const refused = await ask(host);
      expect(refused.status, host).toBe(421);
      expect(await refused.json()).toMatchObject({ detail: expect.stringContaining("ALLOWED_HOSTS") });
    }
  });
});

describe("the reference", () => {
  it("may not load resources from other origins", async () => {
    const policy = (await api.app.request("/docs")).headers.get("Content-Security-Policy") ?? "";
    expect(policy).toContain("default-src 'self'");
    expect(policy).toContain("script-src 'self';");
  });
});

describe("a time zone", () => {
  it.each(["+03:00", "CET", "EST", "IST", "America/Nowhere", "UTC+3"])(
    "is refused as %s, which is not one, or not the same in JavaScript and PostgreSQL",
    async (fuso) => {
      const { status } = await problemOf(`/analytics/heatmap?${new URLSearchParams({ fuso })}`);
      expect(status).toBe(422);
    },
  );

  it.each(["UTC", "Etc/GMT+3", "America/Argentina/Ushuaia"])("is accepted as %s", async (fuso) => {
    const response = await api.app.request(`/analytics/heatmap?${new URLSearchParams({ fuso })}`);
    expect(response.status).toBe(200);
  });
});
