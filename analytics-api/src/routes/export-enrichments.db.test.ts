import { parse } from "csv-parse/sync";
import { testClient } from "hono/testing";
import { afterAll, beforeAll, describe, expect, inject, it, vi } from "vitest";
import { createFixtureApi, type FixtureApi } from "../../testing/fixture-api.ts";
import type { Enrichment } from "../schemas/enrichment.ts";

let api: FixtureApi;

beforeAll(async () => {
  api = await createFixtureApi(inject("postgresUrl"), { enrichments: 2_500, workspaces: 6 });
});

afterAll(() => api[Symbol.asyncDispose]());

type Cells = Record<string, string>;

const client = () => testClient(api.app).analytics["enrichments.csv"];

async function download(query: Parameters<ReturnType<typeof client>["$get"]>[0]["query"]): Promise<Cells[]> {
  const response = await client().$get({ query });
  expect(response.status).toBe(200);
  const delimiter = query.formato === "excel-br" ? ";" : ",";
  return parse(await response.text(), { bom: true, columns: true, delimiter }) as Cells[];
}

/** The response with an unread, cancelled body. */
async function request(query: string): Promise<Response> {
  const response = await api.app.request(`/analytics/enrichments.csv${query}`);
  await response.body?.cancel();
  return response;
}

const openTransactions = async (): Promise<number> => {
  const [{ open }] = await api.sql<[{ open: number }]>`
    select count(*) as open from pg_stat_activity
    where datname = current_database() and application_name = 'test-api-export' and xact_start is not null`;
  return open;
};

const withoutDuration = { duracao_processamento_minutos: "", tempo_por_contato_minutos: "" };

describe("GET /analytics/enrichments.csv", () => {
  it("contains the jobs of an hour of the week by the clocks of the zone", async () => {
    const fuso = "Asia/Kolkata";
    const rows = await api.sql<{ id: string }[]>`
      select id_enriquecimento as id
      from (select *, data_criacao at time zone ${fuso}::text as local from gold.enrichments) as job
      where extract(isodow from local) = 1 and extract(hour from local) = 14
      order by data_criacao desc, id_enriquecimento desc`;
    expect(rows).not.toEqual([]);
    const cells = await download({ fuso, dia_semana: "1", hora: "14" });
    expect(cells.map((cell) => cell.id_enriquecimento)).toEqual(rows.map(({ id }) => id));
  });

  it("contains every row with the values of gold", async () => {
    const rows = await api.sql<Enrichment[]>`
      select * from gold.enrichments order by data_criacao desc, id_enriquecimento desc`;
    const cells = await download({ fuso: "Asia/Kolkata" });
    expect(cells.map((cell) => cell.id_enriquecimento)).toEqual(rows.map((row) => row.id_enriquecimento));
    for (const [index, cell] of cells.entries()) {
      const row = rows[index];
      expect(cell.data_criacao).toMatch(/\+05:30$/);
      expect({
        ...cell,
        nome_workspace: cell.nome_workspace?.replace(/^'(?==)/, ""),
        data_criacao: new Date(cell.data_criacao ?? "").toISOString(),
        data_atualizacao: new Date(cell.data_atualizacao ?? "").toISOString(),
        data_atualizacao_dw: new Date(cell.data_atualizacao_dw ?? "").toISOString(),
      }).toEqual({
        ...Object.fromEntries(
          Object.entries(row ?? {}).map(([name, value]) => [
            name,
            value instanceof Date ? value.toISOString() : String(value ?? ""),
          ]),
        ),
        ...(row?.status_processamento === "EM_PROCESSAMENTO" && withoutDuration),
        fuso: "Asia/Kolkata",
      });
    }
  });

  it("has the rows of the list in the same order, for every column type", async () => {
    const query = {
      busca: "a",
      status_processamento: "FALHOU",
      ordenar: "data_atualizacao",
      ordem: "asc",
    } as const;
    const list = await testClient(api.app).analytics.enrichments.$get({ query: { ...query, limit: "100" } });
    const { data } = (await list.json()) as { data: Enrichment[] };
    for (const formato of ["padrao", "excel-br"] as const) {
      const cells = await download({ ...query, formato });
      expect(cells.slice(0, 100).map((cell) => cell.id_enriquecimento)).toEqual(
        data.map((row) => row.id_enriquecimento),
      );
    }
  });

  it("writes local time with its zone and decimal commas for Brazilian Excel", async () => {
    const [cell] = await download({
      formato: "excel-br",
      status_processamento: "CONCLUIDO",
      data_inicio: "2026-11-20",
      data_fim: "2026-11-20",
    });
    expect(cell?.data_criacao).toMatch(/^20\/11\/2026 \d\d:\d\d:\d\d$/);
    expect(cell?.fuso).toBe("America/Sao_Paulo");
    expect(cell?.duracao_processamento_minutos).toMatch(/^\d+(,\d+)?$/);
    expect(cell?.processamento_sucesso).toMatch(/^(VERDADEIRO|FALSO)$/);
  });

  it("leaves the duration of a job empty while it is being processed", async () => {
    const cells = await download({ status_processamento: "EM_PROCESSAMENTO" });
    expect(cells).not.toEqual([]);
    for (const cell of cells) expect(cell).toMatchObject(withoutDuration);
  });

  it("escapes formulas in names", async () => {
    const cells = await download({ busca: "HYPERLINK" });
    expect(cells.length).toBeGreaterThan(0);
    expect(cells.every((cell) => cell.nome_workspace?.startsWith("'=HYPERLINK("))).toBe(true);
  });

  it("ends its transaction when the client disconnects, and starts none for a HEAD request", async () => {
    const head = await api.app.request("/analytics/enrichments.csv", { method: "HEAD" });
    expect(head.headers.get("Content-Disposition")).toContain("enrichments.csv");
    expect(await openTransactions()).toBe(0);
    const reader = (await api.app.request("/analytics/enrichments.csv")).body?.getReader();
    await reader?.read();
    await reader?.read();
    expect(await openTransactions()).toBe(1);
    await reader?.cancel();
    expect(await openTransactions()).toBe(0);
    expect(await download({ data_inicio: "2026-11-20" })).not.toEqual([]);
  });

  it("refuses more exports than connections, with Retry-After", async () => {
    const reader = (await api.app.request("/analytics/enrichments.csv")).body?.getReader();
    await reader?.read();
    const refused = await api.app.request("/analytics/enrichments.csv");
    expect(refused.status).toBe(503);
    expect(refused.headers.get("Retry-After")).toBe("30");
    expect(await refused.json()).toMatchObject({ title: "Service Unavailable" });
    await reader?.cancel();
    expect((await download({ data_inicio: "2026-11-20" })).length).toBeGreaterThan(0);
  });

  it("frees its connection when it is never read", async () => {
    const unread = await api.app.request("/analytics/enrichments.csv");
    expect(await openTransactions()).toBe(1);
    await unread.body?.cancel();
    expect(await openTransactions()).toBe(0);
    expect((await download({ data_inicio: "2026-11-20" })).length).toBeGreaterThan(0);
  });

  it("has the ETag and the run of its rows, also when a run ends during the request", async () => {
    const begin = api.exportSql.begin.bind(api.exportSql);
    const spy = vi.spyOn(api.exportSql, "begin").mockImplementationOnce(async (...transaction) => {
      await api.sql`
        insert into ops.runs (run_id, generation, variant, kind, trigger, workflow_id, finished_at, outcome)
        values (gen_random_uuid(), 1, 'modular', 'incremental', 'cli', 'w', now(), 'succeeded')`;
      return begin(...transaction);
    });
    const [first, again] = [await request("?busca=a"), await request("?busca=a")];
    spy.mockRestore();
    expect(first.headers.get("X-As-Of-Run-Number")).toBe("49");
    expect(first.headers.get("ETag")).toBe(again.headers.get("ETag"));
  });

  it("fails when the database does, instead of looking complete", async () => {
    const reader = (await api.app.request("/analytics/enrichments.csv")).body?.getReader();
    await reader?.read();
    await reader?.read();
    await api.sql`
      select pg_terminate_backend(pid) from pg_stat_activity
      where datname = current_database() and application_name = 'test-api-export'`;
    const rest = async () => {
      while (!(await reader?.read())?.done);
    };
    await expect(rest()).rejects.toThrow();
  });
});
