import { testClient } from "hono/testing";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { bodyOf } from "../../testing/body-of.ts";
import { createFixtureApi, type FixtureApi } from "../../testing/fixture-api.ts";

let api: FixtureApi;

beforeAll(async () => {
  api = await createFixtureApi(inject("postgresUrl"), { enrichments: 400, workspaces: 30 });
});

afterAll(() => api[Symbol.asyncDispose]());

const top = async (query: { busca?: string; id_workspace?: string[]; limit?: string }) => {
  const { workspaces } = testClient(api.app).analytics;
  return (await bodyOf(await workspaces.top.$get({ query }))).data;
};

describe("GET /analytics/workspaces/top", () => {
  it("finds a workspace by part of its name or by its id", async () => {
    const all = await top({ limit: "100" });
    const [last] = all.slice(-1);
    const name = last?.nome_workspace ?? "";
    expect(await top({ busca: name.toUpperCase() })).toContainEqual(last);
    expect(await top({ busca: last?.id_workspace ?? "" })).toEqual([last]);
    const part = name.slice(1, -1);
    expect((await top({ busca: part, limit: "100" })).map((workspace) => workspace.nome_workspace)).toEqual(
      all.map((workspace) => workspace.nome_workspace).filter((other) => other.includes(part)),
    );
  });

  it("finds nothing by an unknown name, and only workspaces within the filters", async () => {
    expect(await top({ busca: "no such name" })).toEqual([]);
    const [first, second] = await top({ limit: "2" });
    expect(
      await top({ busca: first?.nome_workspace ?? "", id_workspace: [second?.id_workspace ?? ""] }),
    ).toEqual([]);
  });
});
