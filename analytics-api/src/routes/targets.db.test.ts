import { testClient } from "hono/testing";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { bodyOf } from "../../testing/body-of.ts";
import { createFixtureApi, FIXTURE_TARGETS, type FixtureApi } from "../../testing/fixture-api.ts";
import { createResponseCache } from "../http/response-cache.ts";

let api: FixtureApi;
let withoutTargets: FixtureApi;

beforeAll(async () => {
  const options = { enrichments: 400, workspaces: 4, responseCache: createResponseCache() };
  api = await createFixtureApi(inject("postgresUrl"), options);
  withoutTargets = await createFixtureApi(inject("postgresUrl"), { enrichments: 10, targets: {} });
});

afterAll(async () => {
  await api[Symbol.asyncDispose]();
  await withoutTargets[Symbol.asyncDispose]();
});

const client = ({ app }: FixtureApi) => testClient(app).analytics.targets;

type TargetsQuery = Parameters<ReturnType<typeof client>["$get"]>[0]["query"];

const read = async (query: TargetsQuery = {}, from = api) => bodyOf(await client(from).$get({ query }));

describe("GET /analytics/targets", () => {
  it("has each target, its value, and how much of the period kept it", async () => {
    const { data, meta } = await read({ data_inicio: "2026-09-01" });
    expect(meta).toMatchObject({ fuso: "America/Sao_Paulo", intervalo: "dia" });
    expect(data.taxa_sucesso).toMatchObject({
      alvo: FIXTURE_TARGETS.success_rate,
      valor: expect.any(Number),
    });
    expect(data.duracao_p95_minutos?.alvo).toBe(FIXTURE_TARGETS.duration_p95_minutes);
    // Runs every five minutes; the newest, a minute ago, has brought data.
    expect(data.idade_dados_minutos).toMatchObject({
      alvo: FIXTURE_TARGETS.freshness_minutes,
      valor: 1,
      cumprida: true,
    });
    expect(data.idade_dados_minutos?.parte_cumprida).toBeGreaterThan(0.7);
    expect(data.idade_dados_minutos?.parte_cumprida).toBeLessThan(0.9);
  });

  it("judges no period with too few finished jobs", async () => {
    const { data } = await read({ data_inicio: "2026-11-20T10:00:00Z", data_fim: "2026-11-20T11:00:00Z" });
    for (const target of [data.taxa_sucesso, data.duracao_p95_minutos])
      expect(target).toMatchObject({
        cumprida: null,
        intervalos: 0,
        intervalos_cumpridos: 0,
        parte_cumprida: null,
      });
  });

  it("judges nothing without jobs", async () => {
    const { data } = await read({ data_inicio: "2100-01-01" });
    expect(data.taxa_sucesso).toMatchObject({ valor: null, cumprida: null, parte_cumprida: null });
    expect(data.idade_dados_minutos).toEqual({
      alvo: FIXTURE_TARGETS.freshness_minutes,
      valor: null,
      cumprida: null,
      parte_cumprida: null,
    });
  });

  it("has null for targets that are not set", async () => {
    expect((await read({}, withoutTargets)).data).toEqual({
      taxa_sucesso: null,
      duracao_p95_minutos: null,
      idade_dados_minutos: null,
    });
  });

  it("follows gold, and the age of the data follows the ledger without a new state of gold", async () => {
    const before = (await read()).data;
    await api.sql`update ops.runs set window_to = window_to - interval '20 minutes'`;
    expect((await read()).data).toEqual({
      ...before,
      idade_dados_minutos: expect.objectContaining({ valor: 21, cumprida: false, parte_cumprida: 0 }),
    });
    await api.sql`update gold.enrichments set status_processamento = 'FALHOU', processamento_sucesso = false`;
    await api.sql`update ops.warehouse_state set data_version = data_version + 1`;
    await expect
      .poll(async () => (await read()).data.taxa_sucesso)
      .toMatchObject({ valor: 0, cumprida: false, intervalos_cumpridos: 0 });
  });
});
