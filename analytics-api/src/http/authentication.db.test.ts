import {
  type ApiKeyScope,
  createApiKey,
  formatApiKey,
  generateSecret,
} from "@enrichment-monitor/warehouse/api-key";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { createFixtureApi, type FixtureApi } from "../../testing/fixture-api.ts";

let api: FixtureApi;

beforeAll(async () => {
  api = await createFixtureApi(inject("postgresUrl"), { enrichments: 20, workspaces: 2, requireKeys: true });
});

afterAll(() => api[Symbol.asyncDispose]());

const keyOf = async (scope: ApiKeyScope) => (await createApiKey(api.sql, { name: "Test", scope })).key;

const ask = (path: string, authorization?: string) =>
  api.app.request(path, authorization ? { headers: { Authorization: authorization } } : {});

describe("an API that requires keys", () => {
  it("accepts valid keys", async () => {
    for (const scope of ["read", "operator"] as const) {
      expect((await ask("/analytics/overview", `Bearer ${await keyOf(scope)}`)).status).toBe(200);
      expect((await ask("/pipeline/status", `bearer ${await keyOf(scope)}`)).status).toBe(200);
    }
  });

  it("refuses requests without a key, and says what to send", async () => {
    for (const path of [
      "/analytics/overview",
      "/pipeline/runs",
      "/analytics/enrichments.csv",
      "/events",
      "/nothing",
    ]) {
      const refused = await ask(path);
      expect(refused.status, path).toBe(401);
      expect(refused.headers.get("WWW-Authenticate")).toBe('Bearer realm="analytics-api"');
      expect(refused.headers.get("Cache-Control")).toBe("no-store");
      expect(await refused.json()).toMatchObject({ status: 401, detail: expect.stringContaining("Bearer") });
    }
  });

  it.each([
    ["with another secret", (key: string) => `Bearer ${key.slice(0, -43)}${generateSecret()}`],
    ["of another number", (key: string) => `Bearer ${formatApiKey(99_999, key.slice(-43))}`],
    ["cut short", (key: string) => `Bearer ${key.slice(0, -1)}`],
    ["as another scheme's", (key: string) => `Basic ${key}`],
  ])("refuses a key %s", async (_, change) => {
    const refused = await ask("/analytics/overview", change(await keyOf("read")));
    expect(refused.status).toBe(401);
    expect(refused.headers.get("WWW-Authenticate")).toContain('error="invalid_token"');
  });

  it("refuses a revoked key immediately", async () => {
    const key = await keyOf("read");
    expect((await ask("/analytics/overview", `Bearer ${key}`)).status).toBe(200);
    await api.sql`update ops.api_keys set revoked_at = now()`;
    expect((await ask("/analytics/overview", `Bearer ${key}`)).status).toBe(401);
  });

  it("says whose key it is and what it allows", async () => {
    const { keyId, key } = await createApiKey(api.sql, { name: "BI team", scope: "operator" });
    const response = await ask("/api-key", `Bearer ${key}`);
    expect(await response.json()).toEqual({ data: { key_id: keyId, name: "BI team", scope: "operator" } });
    expect(response.headers.get("Cache-Control")).toBe("no-store");
  });

  it("ignores a key in the URL, and masks it in errors", async () => {
    const key = await keyOf("read");
    const refused = await ask(`/analytics/overview?api_key=${key}`);
    expect(refused.status).toBe(401);
    expect(await refused.text()).not.toContain(key);
  });

  it("requires no key for health and reference", async () => {
    for (const path of ["/health/live", "/health/ready", "/docs", "/docs/scalar.js", "/openapi.json"])
      expect((await ask(path)).status, path).toBe(200);
  });
});
