import { createApiKey, formatApiKey, generateSecret } from "@enrichment-monitor/warehouse/api-key";
import { afterEach, beforeEach, describe, expect, inject, it } from "vitest";
import { createFixtureApi, type FixtureApi } from "../../testing/fixture-api.ts";

let api: FixtureApi;

const start = (trustedProxies = 0) =>
  createFixtureApi(inject("postgresUrl"), {
    enrichments: 20,
    workspaces: 2,
    rateLimitPerMinute: 2,
    trustedProxies,
  });

beforeEach(async () => {
  api = await start();
});

afterEach(() => api[Symbol.asyncDispose]());

const ask = async (address: string, headers: Record<string, string> = {}, path = "/pipeline/schema") =>
  api.app.request(path, { headers }, { incoming: { socket: { remoteAddress: address } } });

const statuses = async (requests: Promise<Response>[]) =>
  (await Promise.all(requests)).map(({ status }) => status);

describe("the rate limit", () => {
  it("reports the remaining requests, and refuses more with Retry-After", async () => {
    const first = await ask("192.0.2.1");
    expect(first.headers.get("RateLimit-Policy")).toBe('"default";q=2;w=60');
    expect(first.headers.get("RateLimit")).toBe('"default";r=1;t=60');
    await ask("192.0.2.1");
    const refused = await ask("192.0.2.1");
    expect(refused.status).toBe(429);
    expect(refused.headers.get("RateLimit")).toMatch(/^"default";r=0;t=\d+$/);
    expect(Number(refused.headers.get("Retry-After"))).toBeGreaterThan(0);
    expect(await refused.json()).toMatchObject({ status: 429, title: "Too Many Requests" });
  });

  it("counts each address separately, and no health requests", async () => {
    expect(await statuses([1, 2, 3, 4].map(() => ask("192.0.2.1", {}, "/health/live")))).toEqual([
      200, 200, 200, 200,
    ]);
    expect(await statuses([1, 2, 3].map(() => ask("192.0.2.1")))).toEqual([200, 200, 429]);
    expect(await statuses([ask("192.0.2.2")])).toEqual([200]);
  });

  it("counts requests with a key by the key, from any address", async () => {
    const keys = [1, 2].map(() => createApiKey(api.sql, { name: "Test", scope: "read" }));
    const [one, other] = (await Promise.all(keys)).map(({ key }) => ({ Authorization: `Bearer ${key}` }));
    expect(await statuses([ask("192.0.2.1", one), ask("192.0.2.2", one)])).toEqual([200, 200]);
    expect(await statuses([ask("192.0.2.3", one)])).toEqual([429]);
    expect(await statuses([ask("192.0.2.3", other), ask("192.0.2.3")])).toEqual([200, 200]);
  });

  it("limits the lookups of invalid keys per address, but not of valid keys", async () => {
    const { key } = await createApiKey(api.sql, { name: "Test", scope: "read" });
    const bearer = (text: string) => ({ Authorization: `Bearer ${text}` });
    const wrong = (number: number) => bearer(formatApiKey(number, generateSecret()));
    await api.sql`alter table ops.api_keys rename to moved`;
    // 500: the key was looked up in a missing table.
    expect(await statuses([1, 2, 3, 4].map((n) => ask("192.0.2.1", wrong(n))))).toEqual([500, 500, 429, 429]);
    await api.sql`alter table ops.moved rename to api_keys`;
    expect(await statuses([1, 2, 3].map((n) => ask("192.0.2.2", wrong(n))))).toEqual([200, 200, 429]);
    for (const headers of [wrong(1), bearer(key), bearer(key), wrong(2)])
      expect((await ask("192.0.2.3", headers)).status).toBe(200);
    expect((await ask("192.0.2.3", bearer("malformed"))).status).toBe(429);
  });

  it("ignores X-Forwarded-For without trusted proxies", async () => {
    const asked = [1, 2, 3].map((n) => ask("192.0.2.1", { "X-Forwarded-For": `198.51.100.${n}` }));
    expect(await statuses(asked)).toEqual([200, 200, 429]);
  });

  it("trusts one X-Forwarded-For entry per proxy", async () => {
    await using behindProxy = await start(1);
    const forwarded = async (header: string) =>
      behindProxy.app.request(
        "/pipeline/schema",
        { headers: { "X-Forwarded-For": header } },
        { incoming: { socket: { remoteAddress: "192.0.2.1" } } },
      );
    expect(await statuses([1, 2, 3].map((n) => forwarded(`10.0.0.${n}, 198.51.100.1`)))).toEqual([
      200, 200, 429,
    ]);
    expect(await statuses([forwarded("198.51.100.2")])).toEqual([200]);
  });
});
