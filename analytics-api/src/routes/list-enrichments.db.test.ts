import fc from "fast-check";
import { testClient } from "hono/testing";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { bodyOf } from "../../testing/body-of.ts";
import { createFixtureApi, type FixtureApi } from "../../testing/fixture-api.ts";
import { enrichmentSorts } from "../schemas/selection.ts";

let api: FixtureApi;

beforeAll(async () => {
  api = await createFixtureApi(inject("postgresUrl"), { enrichments: 300, workspaces: 6 });
});

afterAll(() => api[Symbol.asyncDispose]());

type ListQuery = Parameters<ReturnType<typeof client>["$get"]>[0]["query"];

const client = () => testClient(api.app).analytics.enrichments;

const list = async (query: ListQuery) => bodyOf(await client().$get({ query }));

/** All rows, by cursor; `between` runs after each page. */
async function readAllPages(query: ListQuery, between: () => Promise<unknown> = async () => undefined) {
  const rows = [];
  let cursor: string | undefined;
  do {
    const { data, meta } = await list({ ...query, cursor });
    rows.push(...data);
    cursor = meta.next_cursor ?? undefined;
    await between();
  } while (cursor !== undefined);
  return rows;
}

const ids = (rows: { id_enriquecimento: string }[]) => rows.map((row) => row.id_enriquecimento);

describe("GET /analytics/enrichments", () => {
  it("returns every row once, in any order and page size", async () => {
    const durations = new Map(
      (
        await api.sql<{ id: string; minutes: number }[]>`
          select id_enriquecimento as id, duracao_processamento_minutos as minutes from gold.enrichments`
      ).map(({ id, minutes }) => [id, minutes]),
    );
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...enrichmentSorts),
        fc.constantFrom("asc" as const, "desc" as const),
        fc.integer({ min: 20, max: 100 }),
        async (ordenar, ordem, limit) => {
          const rows = await readAllPages({ ordenar, ordem, limit: String(limit) });
          expect(new Set(ids(rows)).size).toBe(300);
          expect(rows).toHaveLength(300);
          const values = rows.map((row) =>
            ordenar === "duracao_processamento_minutos"
              ? (durations.get(row.id_enriquecimento) ?? Number.NaN)
              : row[ordenar],
          );
          const sorted = values.toSorted((a, b) => (a < b ? -1 : a > b ? 1 : 0));
          expect(values).toEqual(ordem === "asc" ? sorted : sorted.toReversed());
        },
      ),
      { numRuns: 15 },
    );
  });

  it("has a duration of finished jobs only", async () => {
    const { data: running } = await list({ status_processamento: "EM_PROCESSAMENTO" });
    expect(running).not.toEqual([]);
    for (const row of running)
      expect(row).toMatchObject({ duracao_processamento_minutos: null, tempo_por_contato_minutos: null });
    const { data: finished } = await list({ status_processamento: ["CONCLUIDO", "FALHOU", "CANCELADO"] });
    for (const row of finished) expect(row.duracao_processamento_minutos).toBeGreaterThanOrEqual(0);
  });

  it("includes the longest job at the end of the period when sorted by update", async () => {
    const [longest] = await api.sql<{ id_enriquecimento: string; data_fim: Date }[]>`
      select id_enriquecimento, data_criacao + interval '1 second' as data_fim
      from gold.enrichments order by duracao_processamento_minutos desc limit 1`;
    const rows = await readAllPages({
      ordenar: "data_atualizacao",
      data_fim: longest?.data_fim.toISOString(),
    });
    expect(ids(rows)).toContain(longest?.id_enriquecimento);
  });

  it("applies the size filter when sorted by contacts", async () => {
    const sizes: ("GRANDE" | "MUITO_GRANDE")[] = ["GRANDE", "MUITO_GRANDE"];
    const { data, meta } = await list({
      ordenar: "total_contatos",
      categoria_tamanho_job: sizes,
      limit: "100",
    });
    expect(data).toHaveLength(meta.total ?? -1);
    for (const row of data) expect(sizes).toContain(row.categoria_tamanho_job);
  });

  it("neither repeats nor skips rows during writes", async () => {
    const before = new Set(ids(await readAllPages({ limit: "100" })));
    let written = 0;
    const pages = await readAllPages({ limit: "40" }, async () => {
      written += 1;
      await api.sql`
        insert into gold.enrichments
        select (jsonb_populate_record(enrichments, jsonb_build_object(
          'id_enriquecimento', md5('late' || ${written}::int)::uuid, 'data_criacao', now()))).*
        from gold.enrichments limit 1`;
    });
    await api.sql`delete from gold.enrichments where data_criacao > '2026-11-23T17:00:00Z' or id_enriquecimento in (
      select md5('late' || n)::uuid from generate_series(1, 50) as n)`;
    expect(ids(pages)).toHaveLength(before.size);
    expect(new Set(ids(pages))).toEqual(before);
  });

  it("distinguishes rows created within a microsecond", async () => {
    const [workspace] = await api.sql<{ id_workspace: string }[]>`
      update gold.enrichments
      set data_criacao = '2026-11-01T00:00:00Z'::timestamptz + (total_contatos % 3) * interval '1 microsecond'
      where id_workspace = (select id_workspace from gold.enrichments group by 1 order by count(*) desc limit 1)
      returning id_workspace`;
    const query = { id_workspace: [workspace?.id_workspace ?? ""], limit: "7" };
    const rows = await readAllPages(query);
    const { meta } = await list(query);
    expect(new Set(ids(rows)).size).toBe(meta.total);
    expect(rows).toHaveLength(meta.total ?? -1);
  });

  it("returns the same rows by page as by cursor", async () => {
    const pages = ids(await readAllPages({ limit: "30" }));
    const { data } = await list({ limit: "30", page: "4" });
    expect(ids(data)).toEqual(pages.slice(90, 120));
    expect((await list({ limit: "30", page: "33" })).data).toEqual([]);
  });

  it("counts rows on the first and on numbered pages, not after a cursor", async () => {
    const first = await list({ limit: "10" });
    expect(first.meta.total).toBe(300);
    expect((await list({ limit: "10", page: "3" })).meta.total).toBe(300);
    expect((await list({ limit: "10", cursor: first.meta.next_cursor ?? "" })).meta.total).toBeNull();
  });

  it("finds workspaces by part of their name, ignoring case, with literal % _ and \\", async () => {
    for (const busca of ["aspas", "DUPLAS", "100%_certo", "\\"]) {
      const { data, meta } = await list({ busca });
      expect(meta.total, busca).toBeGreaterThan(0);
      expect(data.every((row) => row.nome_workspace.toLowerCase().includes(busca.toLowerCase()))).toBe(true);
    }
    expect((await list({ busca: "1__" })).meta.total).toBe(0);
  });

  it("finds workspaces without regard to accents, in the text or in the name", async () => {
    await api.sql`
      update gold.enrichments set nome_workspace = 'Comércio São João'
      where id_workspace = (select max(id_workspace::text)::uuid from gold.enrichments)`;
    const { total } = (await list({ busca: "Comércio São João" })).meta;
    expect(total).toBeGreaterThan(0);
    for (const busca of ["comercio sao", "SAO JOAO", "Come\u0301rcio", "cômercio"])
      expect((await list({ busca })).meta.total, busca).toBe(total);
  });

  it("finds all jobs of a workspace by its current name only", async () => {
    const [newest] = await api.sql<[{ id_workspace: string; jobs: number }]>`
      update gold.enrichments set nome_workspace = 'Renomeada S/A'
      where id_enriquecimento = (
        select id_enriquecimento from gold.enrichments
        where id_workspace = (select id_workspace from gold.enrichments group by 1 order by count(*) desc limit 1)
        order by data_criacao desc limit 1)
      returning id_workspace, (select count(*) from gold.enrichments as all_jobs where all_jobs.id_workspace = enrichments.id_workspace) as jobs`;
    const { data, meta } = await list({ busca: "renomeada", limit: "100" });
    expect(meta.total).toBe(newest.jobs);
    expect(new Set(data.map((row) => row.id_workspace))).toEqual(new Set([newest.id_workspace]));
    expect((await list({ busca: "renomeada", id_workspace: [crypto.randomUUID()] })).meta.total).toBe(0);
  });

  it("refuses a page beyond row 1,000, in every order", async () => {
    const status = async (query: ListQuery) => (await client().$get({ query })).status;
    for (const ordenar of enrichmentSorts) {
      expect(await status({ ordenar, limit: "100", page: "10" })).toBe(200);
      expect(await status({ ordenar, limit: "100", page: "11" })).toBe(422);
      expect(await status({ ordenar, limit: "1", page: "1000" })).toBe(200);
    }
  });

  it("finds a job and the jobs of a workspace by id", async () => {
    const [row] = (await list({ limit: "1" })).data;
    expect(ids((await list({ busca: row?.id_enriquecimento ?? "" })).data)).toEqual([row?.id_enriquecimento]);
    const { data } = await list({ busca: row?.id_workspace.toUpperCase() ?? "" });
    expect(new Set(data.map((found) => found.id_workspace))).toEqual(new Set([row?.id_workspace]));
  });

  it("has no hour of the week for jobs of implausible dates", async () => {
    const [job] = (await list({ limit: "1" })).data;
    const busca = job?.id_enriquecimento ?? "";
    for (const instant of ["infinity", "-infinity", "0044-03-15 00:00:00+00 BC", "9999-12-31 00:00:00+00"]) {
      await api.sql`update gold.enrichments set data_criacao = ${instant}::text::timestamptz where id_enriquecimento = ${busca}`;
      let total = 0;
      for (let day = 1; day <= 7; day++) total += (await list({ dia_semana: `${day}` })).meta.total ?? 0;
      expect(total, instant).toBe(((await list({})).meta.total ?? 0) - 1);
      expect((await list({ hora: "0", busca })).meta.total).toBe(0);
      expect((await list({ busca })).meta.total).toBe(1);
    }
    await api.sql`update gold.enrichments set data_criacao = ${job?.data_criacao ?? ""} where id_enriquecimento = ${busca}`;
  });

  it("refuses a weekday or an hour that there is not", async () => {
    for (const query of [{ dia_semana: "0" }, { dia_semana: "8" }, { hora: "24" }, { hora: "-1" }])
      expect((await client().$get({ query })).status).toBe(422);
  });

  it("refuses a cursor of another order, an invalid cursor, and a cursor with a page", async () => {
    const { meta } = await list({ limit: "1", ordenar: "total_contatos" });
    const cursor = meta.next_cursor ?? "";
    const position = (...parts: unknown[]) => Buffer.from(JSON.stringify(parts)).toString("base64url");
    const id = "0b0f9d0e-6c5c-4a0f-9a5d-3c6a4c1c2d11";
    const requests: ListQuery[] = [
      { cursor, ordenar: "nome_workspace" },
      { cursor, ordenar: "total_contatos", ordem: "asc" },
      { cursor: "nonsense" },
      { cursor: position("data_criacao", "desc", "2026-13-45 00:00:00+00", id) },
      { cursor: position("data_criacao", "desc", "2026-11-01 00:00:00+00", "x") },
      { cursor: position("total_contatos", "desc", 2 ** 31, id), ordenar: "total_contatos" },
      { cursor: position("total_contatos", "desc", [1], id), ordenar: "total_contatos" },
      { cursor: position("nome_workspace", "desc", "\0", id), ordenar: "nome_workspace" },
      { cursor, ordenar: "total_contatos", page: "2" },
      { cursor, ordenar: "total_contatos", hora: "14" },
    ];
    for (const query of requests) expect((await client().$get({ query })).status).toBe(422);
    expect((await client().$get({ query: { cursor, ordenar: "total_contatos" } })).status).toBe(200);
  });
});
