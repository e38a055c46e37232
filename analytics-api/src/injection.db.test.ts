import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { createFixtureApi, type FixtureApi } from "../testing/fixture-api.ts";

let api: FixtureApi;

beforeAll(async () => {
  api = await createFixtureApi(inject("postgresUrl"), { enrichments: 50, workspaces: 4 });
});

afterAll(() => api[Symbol.asyncDispose]());

const attempts = [
  "' or '1'='1",
  "'; drop table gold.enrichments; --",
  "x' union select usename, passwd from pg_shadow --",
  "data_criacao; delete from gold.enrichments",
  'data_criacao" desc; delete from gold.enrichments; --',
  "(select pg_sleep(10))",
  "$1",
  "\\'; truncate gold.enrichments; --",
];

const query = (name: string, value: string) => `${name}=${encodeURIComponent(value)}`;

describe("SQL in values", () => {
  it("is searched for as text", async () => {
    for (const attempt of attempts) {
      const response = await api.app.request(`/analytics/enrichments?${query("busca", attempt)}`);
      expect(await response.json(), attempt).toMatchObject({ data: [], meta: { total: 0 } });
    }
  });

  it("is refused as a name, number, zone or enum value", async () => {
    for (const name of [
      "ordenar",
      "ordem",
      "limit",
      "fuso",
      "data_inicio",
      "id_workspace",
      "status_processamento",
      "cursor",
    ])
      for (const attempt of attempts) {
        const response = await api.app.request(`/analytics/enrichments?${query(name, attempt)}`);
        expect(response.status, `${name}=${attempt}`).toBe(422);
      }
  });

  it("does not change gold", async () => {
    const [gold] = await api.sql`select count(*)::int as rows from gold.enrichments`;
    expect(gold).toEqual({ rows: 50 });
  });
});
