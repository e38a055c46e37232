import { createWarehouseDatabase } from "@enrichment-monitor/warehouse/testing";
import { afterAll, beforeAll, describe, expect, inject, test } from "vitest";
import { insertManyJobs } from "../../testing/many-jobs.ts";
import { type Snapshot, withSnapshot } from "../sql/snapshot.ts";
import { type Attention, findAttention } from "./find-attention.ts";
import { hoursAfter } from "./windows.ts";

const NOW = new Date("2026-11-23T17:00:00Z");
const DAY = { hours: 24, from: hoursAfter(NOW, -24), to: NOW };

let warehouse: Awaited<ReturnType<typeof createWarehouseDatabase>>;
let quiet: Attention;

beforeAll(async () => {
  warehouse = await createWarehouseDatabase(inject("postgresUrl"));
  // 333 jobs a day, of which the fourth workspace has 25.
  await insertManyJobs(warehouse.sql, { now: NOW, jobs: 60_000, workspaces: 40 });
  quiet = await withSnapshot(warehouse.sql, (sql) => findAttention(sql, DAY));
});

afterAll(() => warehouse[Symbol.asyncDispose]());

/** The entries of a world after `plant`, which is undone. */
async function entriesAfter(plant: (sql: Snapshot) => PromiseLike<unknown>) {
  let found: Attention | undefined;
  const undo = new Error("undo");
  await warehouse.sql
    .begin(async (sql) => {
      await plant(sql);
      found = await findAttention(sql, DAY);
      throw undo;
    })
    .catch((error: unknown) => {
      if (error !== undo) throw error;
    });
  return found?.entries ?? [];
}

const workspaceId = async (place: number): Promise<string> => {
  const [{ id }] = await warehouse.sql<
    [{ id: string }]
  >`select md5('workspace' || ${place}::int)::uuid as id`;
  return id;
};

test("a quiet world needs no attention", () => {
  expect(quiet.entries).toEqual([]);
  expect(quiet.tests).toBeGreaterThan(40);
});

describe("a planted trouble is found, and nothing else", () => {
  test("a workspace that fails, since the hour in which it began", async () => {
    const id = await workspaceId(1);
    const began = hoursAfter(NOW, -9);
    const entries = await entriesAfter(
      (sql) => sql`
        update gold.enrichments
        set status_processamento = 'FALHOU', processamento_sucesso = false, necessita_reprocessamento = true
        where id_workspace = ${id} and data_criacao >= ${began} and data_criacao < ${NOW}
          and status_processamento = 'CONCLUIDO'`,
    );
    expect(entries).toEqual([
      expect.objectContaining({
        chave: `taxa_sucesso_baixa/${id}`,
        nome_workspace: "Empresa 1",
        desde: began,
        filtros: {
          data_inicio: DAY.from,
          data_fim: NOW,
          id_workspace: id,
          status_processamento: ["FALHOU", "CANCELADO"],
        },
      }),
    ]);
    const [{ intervalo, intervalo_habitual, valor, habitual, n }] = entries as [(typeof entries)[number]];
    expect(intervalo?.high).toBeLessThan(intervalo_habitual?.low ?? 0);
    const [{ rate, finished }] = await warehouse.sql<[{ rate: number; finished: number }]>`
      select avg((processamento_sucesso and data_criacao < ${began})::integer)::float8 as rate, count(*) as finished
      from gold.enrichments
      where id_workspace = ${id} and data_criacao >= ${DAY.from} and data_criacao < ${NOW}
        and status_processamento <> 'EM_PROCESSAMENTO'`;
    expect([valor, n]).toEqual([expect.closeTo(rate, 12), finished]);
    expect(habitual).toBeCloseTo(0.9, 1);
  });

  test("jobs of one size that fail in all workspaces", async () => {
    const entries = await entriesAfter(
      (sql) => sql`
        update gold.enrichments
        set status_processamento = 'FALHOU', processamento_sucesso = false, necessita_reprocessamento = true
        where categoria_tamanho_job = 'GRANDE' and data_criacao >= ${DAY.from} and status_processamento = 'CONCLUIDO'`,
    );
    expect(entries.filter(({ id_workspace }) => id_workspace === null)).toEqual([
      expect.objectContaining({ chave: "reprocessamento_alto/GRANDE", valor: expect.closeTo(0, 12) }),
    ]);
  });

  test("a workspace whose jobs take three times as long", async () => {
    const id = await workspaceId(2);
    const entries = await entriesAfter(
      (sql) => sql`
        update gold.enrichments
        set data_atualizacao = data_criacao + 3 * (data_atualizacao - data_criacao),
            duracao_processamento_minutos = 3 * duracao_processamento_minutos
        where id_workspace = ${id} and data_criacao >= ${DAY.from} and status_processamento <> 'EM_PROCESSAMENTO'`,
    );
    expect(entries.map(({ chave }) => chave)).toEqual([`duracao_maior/${id}`]);
    expect(entries[0]?.valor).toBeGreaterThan(2.2);
    expect(entries[0]?.valor).toBeLessThan(4);
  });

  test("a workspace that falls silent, since its last job", async () => {
    const id = await workspaceId(1);
    const entries = await entriesAfter(
      (sql) => sql`delete from gold.enrichments where id_workspace = ${id} and data_criacao >= ${DAY.from}`,
    );
    const [{ last }] = await warehouse.sql<[{ last: Date }]>`
      select max(data_criacao) as last from gold.enrichments where id_workspace = ${id} and data_criacao < ${DAY.from}`;
    expect(entries).toHaveLength(1);
    expect(entries[0]).toMatchObject({ chave: `volume_baixo/${id}`, n: 0, valor: 0, desde: last });
  });

  test("a large workspace that sends four times its jobs", async () => {
    const id = await workspaceId(1);
    const entries = await entriesAfter(
      (sql) => sql`
        insert into gold.enrichments
        select gen_random_uuid(), id_workspace, nome_workspace, total_contatos, tipo_contato, status_processamento,
               data_criacao, data_atualizacao, duracao_processamento_minutos, tempo_por_contato_minutos,
               processamento_sucesso, categoria_tamanho_job, necessita_reprocessamento, data_atualizacao_dw,
               id_versao_bronze, id_execucao
        from gold.enrichments cross join generate_series(1, 3)
        where id_workspace = ${id} and data_criacao >= ${DAY.from}`,
    );
    expect(entries.map(({ chave }) => chave)).toEqual([`volume_alto/${id}`]);
  });

  test("jobs that hang, exactly those that are older than the 99th percentile of their size", async () => {
    const id = await workspaceId(20);
    const [created, size] = [hoursAfter(NOW, -40), "PEQUENO"];
    const entries = await entriesAfter(async (sql) => {
      await sql`
        update gold.enrichments
        set status_processamento = 'EM_PROCESSAMENTO', processamento_sucesso = false, necessita_reprocessamento = false
        where id_enriquecimento in (
          select id_enriquecimento from gold.enrichments
          where id_workspace = ${id} and categoria_tamanho_job = ${size} and data_criacao < ${created}
          order by data_criacao desc limit 2)`;
    });
    expect(entries).toEqual([
      expect.objectContaining({ chave: `processamento_longo/${id}/${size}`, valor: 2, jobs_afetados: 2 }),
    ]);
  });

  test("growth of all workspaces together is not told of each", async () => {
    const entries = await entriesAfter(
      (sql) => sql`
        insert into gold.enrichments
        select gen_random_uuid(), id_workspace, nome_workspace, total_contatos, tipo_contato, status_processamento,
               data_criacao, data_atualizacao, duracao_processamento_minutos, tempo_por_contato_minutos,
               processamento_sucesso, categoria_tamanho_job, necessita_reprocessamento, data_atualizacao_dw,
               id_versao_bronze, id_execucao
        from gold.enrichments where data_criacao >= ${DAY.from}`,
    );
    expect(entries).toEqual([]);
  });
});

test("a new workspace with many jobs makes no other one unusual", async () => {
  const entries = await entriesAfter(
    (sql) => sql`
      insert into gold.enrichments
      select gen_random_uuid(), md5('new')::uuid, 'Nova S.A.', total_contatos, tipo_contato, status_processamento,
             data_criacao, data_atualizacao, duracao_processamento_minutos, tempo_por_contato_minutos,
             processamento_sucesso, categoria_tamanho_job, necessita_reprocessamento, data_atualizacao_dw,
             id_versao_bronze, id_execucao
      from gold.enrichments cross join generate_series(1, 3) where data_criacao >= ${DAY.from}`,
  );
  expect(entries).toEqual([]);
});

test("a source without a single new job is told once", async () => {
  const entries = await entriesAfter(
    (sql) => sql`delete from gold.enrichments where data_criacao >= ${DAY.from}`,
  );
  expect(entries).toEqual([expect.objectContaining({ chave: "volume_baixo", id_workspace: null, valor: 0 })]);
});

test("an empty warehouse needs no attention", async () => {
  const entries = await entriesAfter((sql) => sql`delete from gold.enrichments`);
  expect(entries).toEqual([]);
});
