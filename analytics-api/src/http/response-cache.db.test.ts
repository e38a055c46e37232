import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { createFixtureApi, type FixtureApi } from "../../testing/fixture-api.ts";
import { createResponseCache } from "./response-cache.ts";

let api: FixtureApi;

beforeAll(async () => {
  const responseCache = createResponseCache();
  api = await createFixtureApi(inject("postgresUrl"), { enrichments: 100, workspaces: 4, responseCache });
});

afterAll(() => api[Symbol.asyncDispose]());

const get = (path: string) => api.app.request(path);

const totalOf = async (answer: Response): Promise<number> =>
  ((await answer.json()) as { data: { atual: { total_enriquecimentos: number } } }).data.atual
    .total_enriquecimentos;

describe("the response cache", () => {
  it.each([
    "/analytics/overview?data_inicio=2026-11-01",
    "/analytics/timeseries",
    "/analytics/enrichments?limit=7",
    "/analytics/workspaces/top",
  ])("serves %s again with the same headers, without a query of gold", async (path) => {
    const first = await get(path);
    await api.sql`alter table gold.enrichments rename to moved`;
    const again = await get(path);
    await api.sql`alter table gold.moved rename to enrichments`;
    expect(again.status).toBe(200);
    for (const name of ["ETag", "Cache-Control", "Content-Type"])
      expect(again.headers.get(name), name).toBe(first.headers.get(name));
    expect(await again.text()).toBe(await first.text());
  });

  it("is not used after gold has changed", async () => {
    expect(await totalOf(await get("/analytics/overview"))).toBe(100);
    await api.sql`delete from gold.enrichments where id_enriquecimento in (select id_enriquecimento from gold.enrichments limit 1)`;
    await api.sql`update ops.warehouse_state set data_version = data_version + 1`;
    await expect.poll(async () => totalOf(await get("/analytics/overview")), { interval: 20 }).toBe(99);
  });

  it("holds no errors, and no responses that depend on more than gold's version", async () => {
    expect((await get("/analytics/overview?x=1")).status).toBe(422);
    expect((await get("/analytics/overview?x=1")).status).toBe(422);
    const [job] = await api.sql<
      [{ id: string }]
    >`select id_enriquecimento as id from gold.enrichments limit 1`;
    const path = `/analytics/enrichments/${job.id}`;
    const before = await (await get(path)).text();
    await api.sql`update bronze.enrichment_heads set dw_updated_at = now() where record_key = ${job.id}`;
    expect(await (await get(path)).text()).not.toBe(before);
  });
});
