import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { createFixtureApi, type FixtureApi } from "../../testing/fixture-api.ts";

let api: FixtureApi;

beforeAll(async () => {
  api = await createFixtureApi(inject("postgresUrl"), { enrichments: 100, workspaces: 4 });
});

afterAll(() => api[Symbol.asyncDispose]());

const get = (path: string, etag?: string | null) =>
  api.app.request(path, etag ? { headers: { "If-None-Match": etag } } : {});

const etagOf = async (path: string): Promise<string> => (await get(path)).headers.get("ETag") ?? "";

const PATH = "/analytics/overview?data_inicio=2026-11-01";

describe("a conditional request", () => {
  it("returns 304 without a query of gold while nothing has changed", async () => {
    const etag = await etagOf(PATH);
    expect(etag).toMatch(/^W\/"[\w-]+"$/);
    await api.sql`alter table gold.enrichments rename to moved`;
    const again = await get(PATH, etag);
    await api.sql`alter table gold.moved rename to enrichments`;
    expect(again.status).toBe(304);
    expect(again.headers.get("ETag")).toBe(etag);
    expect(again.headers.get("Cache-Control")).toBe("private, no-cache");
    expect(await again.text()).toBe("");
  });

  it("has a different ETag for every path and query", async () => {
    const etags = [PATH, "/analytics/overview", "/analytics/breakdown?por=tipo_contato"].map(etagOf);
    expect(new Set(await Promise.all(etags)).size).toBe(3);
  });

  it("supports lists and strong forms of ETags", async () => {
    const etag = await etagOf(PATH);
    expect((await get(PATH, `"other", ${etag.slice(2)}`)).status).toBe(304);
    expect((await get(PATH, '"other"')).status).toBe(200);
  });

  it.each([
    ["a change of gold", "update ops.warehouse_state set data_version = data_version + 1"],
    ["a reset of the warehouse", "update ops.warehouse_state set generation = generation + 1"],
    [
      "a change of the watermark",
      "update ops.warehouse_state set watermark = watermark + interval '1 second'",
    ],
    [
      "a successful run",
      `insert into ops.runs (run_id, generation, variant, kind, trigger, workflow_id, outcome)
       select gen_random_uuid(), generation, 'modular', 'incremental', 'cli', 'w', 'succeeded' from ops.warehouse_state`,
    ],
  ])("returns 200 after %s", async (_, change) => {
    const etag = await etagOf(PATH);
    expect((await get(PATH, etag)).status).toBe(304);
    await api.sql.unsafe(change);
    // The state that a 304 depends on may be 100 ms old.
    await expect.poll(async () => (await get(PATH, etag)).status, { interval: 20 }).toBe(200);
  });

  it("returns 304 for runs and histories, too, until one of them changes", async () => {
    const [job] = await api.sql<[{ id: string; run: string }]>`
      select id_enriquecimento as id, id_execucao as run from gold.enrichments limit 1`;
    for (const path of ["/pipeline/runs?limit=100", `/analytics/enrichments/${job.id}`]) {
      const etag = await etagOf(path);
      expect((await get(path, etag)).status).toBe(304);
      await api.sql`update ops.runs set error = ${path} where run_id = ${job.run}`;
      expect((await get(path, etag)).status).toBe(200);
    }
  });

  it("has no ETag for errors", async () => {
    const refused = await get("/analytics/overview?x=1");
    expect(refused.headers.get("ETag")).toBeNull();
    expect(refused.headers.get("Cache-Control")).toBe("no-store");
  });
});
