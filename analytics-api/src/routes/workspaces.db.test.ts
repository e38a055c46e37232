import { testClient } from "hono/testing";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { bodyOf } from "../../testing/body-of.ts";
import { createFixtureApi, type FixtureApi } from "../../testing/fixture-api.ts";
import { workspaceSort } from "../queries/workspace-ranking.ts";

let api: FixtureApi;

beforeAll(async () => {
  api = await createFixtureApi(inject("postgresUrl"), { enrichments: 400, workspaces: 30 });
});

afterAll(() => api[Symbol.asyncDispose]());

type Query = Parameters<ReturnType<typeof client>["$get"]>[0]["query"];

const client = () => testClient(api.app).analytics.workspaces;
const read = async (query: Query) => bodyOf(await client().$get({ query }));

/** All workspaces, page by page. */
async function readAll(query: Query) {
  const rows = [];
  for (let page = 1; ; page += 1) {
    const { data, meta } = await read({ ...query, limit: "7", page: String(page) });
    rows.push(...data);
    if (data.length === 0) return { rows, total: meta.total };
  }
}

describe("GET /analytics/workspaces", () => {
  it.each(workspaceSort.options)(
    "returns each workspace once by %s, those without a value last",
    async (ordenar) => {
      for (const ordem of ["asc", "desc"] as const) {
        const { rows, total } = await readAll({ ordenar, ordem });
        expect(new Set(rows.map(({ id_workspace }) => id_workspace)).size).toBe(total);
        expect(rows).toHaveLength(total);
        const values = rows.map((row) => row[ordenar]);
        const known = values.filter((value) => value !== null);
        expect(values.slice(0, known.length)).toEqual(known);
        const ascending = known.toSorted((a, b) =>
          typeof a === "number" && typeof b === "number"
            ? a - b
            : String(a).localeCompare(String(b), "pt-BR"),
        );
        expect(known).toEqual(ordem === "asc" ? ascending : ascending.toReversed());
      }
    },
  );

  it("begins with the workspaces of /workspaces/top", async () => {
    const query = { ordenar: "duracao_p95_minutos", limit: "5" } as const;
    const top = await bodyOf(await client().top.$get({ query }));
    expect((await read(query)).data).toEqual(top.data);
  });

  it("returns the totals of all pages, equal to the overview", async () => {
    const { meta } = await read({ limit: "1", tipo_contato: "PESSOA" });
    const overview = await bodyOf(
      await testClient(api.app).analytics.overview.$get({ query: { tipo_contato: "PESSOA" } }),
    );
    const { distribuicao, ...measures } = overview.data.atual;
    expect(meta.totais).toEqual(measures);
    expect(meta).toMatchObject({ limit: 1, page: 1 });
  });

  it("finds workspaces without regard to accents, and counts only those", async () => {
    const { data, meta } = await read({ busca: "solucoes", limit: "100" });
    expect(data).not.toEqual([]);
    for (const { nome_workspace } of data) expect(nome_workspace).toContain("Soluções");
    expect(meta.total).toBe(data.length);
    expect(meta.totais.total_enriquecimentos).toBe(
      data.reduce((sum, { total_enriquecimentos }) => sum + total_enriquecimentos, 0),
    );
    expect(await read({ busca: "no such name" })).toMatchObject({ data: [], meta: { total: 0 } });
  });
});

describe("one workspace", () => {
  it("has the same jobs in every endpoint, and its failures by size", async () => {
    const [first] = (await read({ ordenar: "necessitam_reprocessamento", limit: "1" })).data;
    const id_workspace = [first?.id_workspace ?? ""];
    const { analytics } = testClient(api.app);
    const overview = await bodyOf(await analytics.overview.$get({ query: { id_workspace } }));
    expect(overview.data.atual.total_enriquecimentos).toBe(first?.total_enriquecimentos);
    const series = await bodyOf(
      await analytics.timeseries.$get({ query: { id_workspace, intervalo: "mes" } }),
    );
    const bySize = await bodyOf(
      await analytics.breakdown.$get({ query: { id_workspace, por: "categoria_tamanho_job" } }),
    );
    const sum = (rows: { necessitam_reprocessamento: number }[]) =>
      rows.reduce((total, row) => total + row.necessitam_reprocessamento, 0);
    expect(sum(series.data)).toBe(first?.necessitam_reprocessamento);
    expect(sum(bySize.data)).toBe(first?.necessitam_reprocessamento);
    const [rows] = await api.sql<[{ failures: number }]>`
      select count(*)::int as failures from gold.enrichments
      where id_workspace = ${id_workspace[0] ?? ""} and necessita_reprocessamento`;
    expect(rows.failures).toBe(first?.necessitam_reprocessamento);
  });
});
