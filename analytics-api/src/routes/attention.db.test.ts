import { createApiKey } from "@enrichment-monitor/warehouse/api-key";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { createFixtureApi, FIXTURE_NOW, type FixtureApi } from "../../testing/fixture-api.ts";
import type { AttentionEntry } from "../schemas/attention.ts";

let api: FixtureApi;
let operatorKey: string;

/** A workspace with 60 jobs in the last day, all of which failed, and 100 good ones before. */
const FAILING = "00000000-0000-4000-8000-000000000001";
const KEY = `taxa_sucesso_baixa/${FAILING}`;

beforeAll(async () => {
  api = await createFixtureApi(inject("postgresUrl"), { enrichments: 100, workspaces: 4 });
  operatorKey = (await createApiKey(api.sql, { name: "On call", scope: "operator" })).key;
  await api.sql`
    insert into gold.enrichments
    select gen_random_uuid(), ${FAILING}, 'Falha S.A.', 10, 'PESSOA', case when n <= 60 then 'FALHOU' else 'CONCLUIDO' end,
           created, created + interval '2 minutes', 2, 0.2, n > 60, 'PEQUENO', n <= 60, created, 1,
           (select run_id from ops.runs limit 1)
    from generate_series(1, 160) as n
    cross join lateral (
      select ${FIXTURE_NOW}::timestamptz - case when n <= 60 then n * interval '10 minutes' else n * interval '1 hour' end as created
    ) as job`;
  await api.sql`
    insert into ops.findings (run_id, code, severity, records, record_ids, detail, remedy)
    select run_id, 'duplicate_records', 'warning', 1, '{}', 'One record is listed twice.', 'None needed.'
    from ops.runs where finished_at is not null order by run_number desc limit 1`;
});

afterAll(() => api[Symbol.asyncDispose]());

interface Answer {
  data: { pipeline: { code: string; chave: string }[]; jobs: AttentionEntry[] };
  meta: { testes: number; ate: string };
}

const read = async (query = ""): Promise<Answer["data"] & Answer["meta"]> => {
  const response = await api.app.request(`/analytics/attention${query}`);
  expect(response.status).toBe(200);
  const { data, meta } = (await response.json()) as Answer;
  return { ...data, ...meta };
};

const post = (path: string, body: unknown, key = operatorKey) =>
  api.app.request(`/analytics/attention/${path}`, {
    method: "POST",
    body: JSON.stringify(body),
    headers: { "Content-Type": "application/json", Authorization: `Bearer ${key}` },
  });

const inHours = (hours: number): string => new Date(FIXTURE_NOW.getTime() + hours * 3_600_000).toISOString();

describe("GET /analytics/attention", () => {
  it("lists the workspace that fails, with filters that find its jobs", async () => {
    const { jobs, testes } = await read();
    const entry = jobs.find(({ chave }) => chave === KEY);
    expect(entry).toMatchObject({ nome_workspace: "Falha S.A.", n: 60, valor: 0, habitual: 1, adiado: null });
    expect(testes).toBeGreaterThan(0);
    const filters = new URLSearchParams(
      Object.entries(entry?.filtros ?? {}).flatMap(([name, value]) =>
        [value]
          .flat()
          .map((one): [string, string] => [name, one instanceof Date ? one.toISOString() : String(one)]),
      ),
    );
    const list = await api.app.request(`/analytics/enrichments?${filters}`);
    expect(await list.json()).toMatchObject({ meta: { total: 60 } });
  });

  it("has the reasons of the pipeline's health, but not for one workspace", async () => {
    const status = await api.app.request("/pipeline/status");
    const { data } = (await status.json()) as { data: { reasons: { code: string }[] } };
    expect(data.reasons.length).toBeGreaterThan(0);
    expect((await read()).pipeline.map(({ code }) => code)).toEqual(data.reasons.map(({ code }) => code));
    const ofWorkspace = await read(`?id_workspace=${FAILING}`);
    expect(ofWorkspace.pipeline).toEqual([]);
    expect(ofWorkspace.jobs.map(({ id_workspace }) => id_workspace)).toContain(FAILING);
    expect(await read("?id_workspace=00000000-0000-4000-8000-000000000002")).toMatchObject({ jobs: [] });
  });
});

describe("setting an entry aside", () => {
  it("marks it until the time, and restoring ends it", async () => {
    const response = await post("set-aside", { chave: KEY, until: inHours(2), note: " Known, ticket 41 " });
    expect(response.status).toBe(200);
    const expected = { until: inHours(2), note: "Known, ticket 41", set_aside_by: "On call" };
    expect(await response.json()).toMatchObject({ data: expected });
    const marked = async () => (await read()).jobs.find(({ chave }) => chave === KEY)?.adiado;
    expect(await marked()).toMatchObject(expected);

    expect((await post("set-aside", { chave: KEY, until: inHours(3), note: "Longer" })).status).toBe(200);
    expect(await marked()).toMatchObject({ until: inHours(3), note: "Longer" });

    expect((await post("set-aside", { chave: KEY, until: inHours(-1), note: "Over" })).status).toBe(422);
    expect((await post("restore", { chave: KEY })).status).toBe(200);
    expect(await marked()).toBeNull();
    expect((await post("restore", { chave: KEY })).status).toBe(200);
  });

  it("ends by itself", async () => {
    await api.sql`
      insert into ops.set_asides values (${KEY}, ${inHours(0)}, 'Over', now(), 'On call')`;
    expect((await read()).jobs.find(({ chave }) => chave === KEY)?.adiado).toBeNull();
  });

  it("requires an operator's key", async () => {
    const { key } = await createApiKey(api.sql, { name: "Reader", scope: "read" });
    const body = { chave: KEY, until: inHours(2), note: "No" };
    expect((await post("set-aside", body, key)).status).toBe(403);
    expect((await post("set-aside", body, "wrong")).status).toBe(401);
  });

  it.each([
    ["no note", { chave: KEY, until: inHours(2), note: " " }, "note"],
    ["a note that PostgreSQL cannot hold", { chave: KEY, until: inHours(2), note: "a\0b" }, "note"],
    ["no key", { until: inHours(2), note: "a" }, "chave"],
    ["a day for an instant", { chave: KEY, until: "2026-11-24", note: "a" }, "until"],
    ["an end beyond a year", { chave: KEY, until: inHours(24 * 400), note: "a" }, "until"],
    ["a key that no entry has", { chave: "a b", until: inHours(2), note: "a" }, "chave"],
  ])("refuses %s", async (_, body, parameter) => {
    const response = await post("set-aside", body);
    expect(response.status).toBe(422);
    const { errors } = (await response.json()) as { errors: { parameter: string }[] };
    expect(errors.map((error) => error.parameter)).toEqual([parameter]);
  });
});
