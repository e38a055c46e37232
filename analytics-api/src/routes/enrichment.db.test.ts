import { testClient } from "hono/testing";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { bodyOf } from "../../testing/body-of.ts";
import { createFixtureApi, type FixtureApi } from "../../testing/fixture-api.ts";

let api: FixtureApi;

beforeAll(async () => {
  api = await createFixtureApi(inject("postgresUrl"), { enrichments: 100, workspaces: 4 });
});

afterAll(() => api[Symbol.asyncDispose]());

const client = () => testClient(api.app).analytics.enrichments[":id"];

/** The id of the fixture's job `n`. The first six have a rejected version between their first and last. */
const idOfJob = async (n: number): Promise<string> => {
  const [row] = await api.sql<[{ id: string }]>`select md5('job' || ${n}::int)::uuid as id`;
  return row.id;
};

describe("GET /analytics/enrichments/{id}", () => {
  it("returns every version of the job, newest first, with its result", async () => {
    const id = await idOfJob(1);
    const { data } = await bodyOf(await client().$get({ param: { id }, query: {} }));
    expect(data.enrichment?.id_enriquecimento).toBe(id);
    expect(data).toMatchObject({ removido_em: null, deletions: [] });
    expect(data.history.map(({ version_id, in_gold, rule }) => [version_id, in_gold, rule])).toEqual([
      [101, true, null],
      [201, false, "required"],
      [1, false, null],
    ]);
    expect(data.history[1]?.resolved_at).not.toBeNull();
  });

  it("returns payloads unchanged", async () => {
    const id = await idOfJob(7);
    const sent = '{ "id" : "x",  "total_contacts": 1e2, "id" : "again" }';
    await api.sql`update bronze.enrichment_versions set payload = ${sent}::text::json where version_id = 107`;
    const { data } = await bodyOf(await client().$get({ param: { id }, query: {} }));
    expect(data.history[0]?.payload).toBe(sent);
  });

  it("links each version to its request and its Temporal workflow", async () => {
    const id = await idOfJob(8);
    const { data } = await bodyOf(await client().$get({ param: { id }, query: {} }));
    const [newest] = data.history;
    const [fetched] = await api.sql<
      [{ fetch_id: number; request: string; run_id: string; workflow_run_id: string }]
    >`
      select fetches.fetch_id, request, run_id, workflow_run_id from bronze.fetches
      join bronze.enrichment_versions using (fetch_id) where version_id = 108`;
    expect(newest).toMatchObject({
      fetch_id: fetched.fetch_id,
      request: fetched.request,
      run_id: fetched.run_id,
      http_status: 200,
      fetch_workflow_url: `http://temporal.test/namespaces/default/workflows/bronze-ingest/${fetched.workflow_run_id}`,
    });
    expect(data.run?.run_id).toBe(data.enrichment?.id_execucao);
    expect(data.run?.workflow_url).toContain(`/namespaces/default/workflows/enrichment-pipeline-`);
  });

  it("returns how long the job had each status, by the source", async () => {
    const id = await idOfJob(9);
    const [job] = await api.sql<[{ created: Date; updated: Date; status: string }]>`
      select data_criacao as created, data_atualizacao as updated, status_processamento as status
      from gold.enrichments where id_enriquecimento = ${id}`;
    expect(job.status).not.toBe("EM_PROCESSAMENTO");
    const { data } = await bodyOf(await client().$get({ param: { id }, query: {} }));
    expect(data.status_periods).toEqual([
      {
        status_processamento: "EM_PROCESSAMENTO",
        desde: job.created.toISOString(),
        ate: job.updated.toISOString(),
        minutos: data.enrichment?.duracao_processamento_minutos,
        id_versao_bronze: 9,
      },
      {
        status_processamento: job.status,
        desde: job.updated.toISOString(),
        ate: null,
        minutos: null,
        id_versao_bronze: 109,
      },
    ]);
  });

  it("has no duration for a job that is being processed", async () => {
    const [job] = await api.sql<[{ id: string; created: Date }]>`
      update gold.enrichments set status_processamento = 'EM_PROCESSAMENTO', processamento_sucesso = false,
             necessita_reprocessamento = false, duracao_processamento_minutos = 0, tempo_por_contato_minutos = 0
      where id_enriquecimento = ${await idOfJob(10)}
      returning id_enriquecimento as id, data_criacao as created`;
    const { data } = await bodyOf(await client().$get({ param: { id: job.id }, query: {} }));
    expect(data.enrichment).toMatchObject({
      duracao_processamento_minutos: null,
      tempo_por_contato_minutos: null,
      data_criacao: job.created.toISOString(),
    });
  });

  it("returns the last row of a deleted job, with the evidence", async () => {
    const id = await idOfJob(11);
    const before = await bodyOf(await client().$get({ param: { id }, query: {} }));
    await api.sql`delete from gold.enrichments where id_enriquecimento = ${id}`;
    const found = new Date("2026-11-23T16:55:00Z");
    await api.sql`update bronze.enrichment_heads set deleted_at = ${found} where record_key = ${id}`;
    await api.sql`insert into bronze.deletions (record_key, deleted_at, run_id) values (${id}, ${found}, md5('run47')::uuid)`;
    await api.sql`
      insert into ops.differences (run_id, record_key, kind, window_no) values (md5('run47')::uuid, ${id}, 'gone', 2)`;
    const { data } = await bodyOf(await client().$get({ param: { id }, query: {} }));
    const { data_atualizacao_dw, id_execucao, ...lasting } = before.data.enrichment ?? {};
    expect(data.enrichment).toMatchObject(lasting);
    expect(data.status_periods).toEqual(before.data.status_periods);
    expect(data.history.map(({ version_id, in_gold }) => [version_id, in_gold])).toEqual([
      [111, false],
      [11, false],
    ]);
    expect(data).toMatchObject({
      removido_em: found.toISOString(),
      deletions: [
        {
          reason: "gone",
          is_current: true,
          run_number: 47,
          window: { window_no: 2, source_records: 580, warehouse_records: 579 },
        },
      ],
    });
  });

  it("returns the versions of a record that was only rejected", async () => {
    const [{ id }] = await api.sql<[{ id: string }]>`select md5('reject7')::uuid as id`;
    const { data } = await bodyOf(await client().$get({ param: { id }, query: {} }));
    expect(data).toMatchObject({
      enrichment: null,
      removido_em: null,
      deletions: [],
      status_periods: [],
      run: null,
      history: [{ version_id: 207, rule: "required", in_gold: false }],
    });
  });

  it("returns 404 for a job that the warehouse has never seen", async () => {
    const response = await client().$get({
      param: { id: "0b0f9d0e-6c5c-4a0f-9a5d-3c6a4c1c2d11" },
      query: {},
    });
    expect(response.status).toBe(404);
  });
});
