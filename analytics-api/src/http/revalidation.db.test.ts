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

describe("revalidation", () => {
  it("answers 304 without asking gold as long as nothing changed", async () => {
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

  it("gives every path and query an ETag of its own", async () => {
    const etags = [PATH, "/analytics/overview", "/analytics/breakdown?por=tipo_contato"].map(etagOf);
    expect(new Set(await Promise.all(etags)).size).toBe(3);
  });

  it("understands lists, strong forms and *-less others", async () => {
    const etag = await etagOf(PATH);
    expect((await get(PATH, `"other", ${etag.slice(2)}`)).status).toBe(304);
    expect((await get(PATH, '"other"')).status).toBe(200);
  });

  it.each([
    ["gold changes", "update ops.warehouse_state set data_version = data_version + 1"],
    ["the warehouse is reset", "update ops.warehouse_state set generation = generation + 1"],
    ["the watermark moves", "update ops.warehouse_state set watermark = watermark + interval '1 second'"],
    [
      "a run ends well",
      `insert into ops.runs (run_id, generation, variant, kind, trigger, workflow_id, outcome)
       select gen_random_uuid(), generation, 'modular', 'incremental', 'cli', 'w', 'succeeded' from ops.warehouse_state`,
    ],
  ])("answers anew when %s", async (_, change) => {
    const etag = await etagOf(PATH);
    expect((await get(PATH, etag)).status).toBe(304);
    await api.sql.unsafe(change);
    // What a 304 is told from may be a tenth of a second old.
    await expect.poll(async () => (await get(PATH, etag)).status, { interval: 20 }).toBe(200);
  });

  it("answers 304 about runs and histories, too, until one of them changes", async () => {
    const [job] = await api.sql<[{ id: string; run: string }]>`
      select id_enriquecimento as id, id_execucao as run from gold.enrichments limit 1`;
    for (const path of ["/pipeline/runs?limit=100", `/analytics/enrichments/${job.id}`]) {
      const etag = await etagOf(path);
      expect((await get(path, etag)).status).toBe(304);
      await api.sql`update ops.runs set error = ${path} where run_id = ${job.run}`;
      expect((await get(path, etag)).status).toBe(200);
    }
  });

  it("lets no failure be kept", async () => {
    const refused = await get("/analytics/overview?x=1");
    expect(refused.headers.get("ETag")).toBeNull();
    expect(refused.headers.get("Cache-Control")).toBe("no-store");
  });
});
