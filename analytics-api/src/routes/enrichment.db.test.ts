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
    expect(data.enrichment.id_enriquecimento).toBe(id);
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
    expect(data.run?.run_id).toBe(data.enrichment.id_execucao);
    expect(data.run?.workflow_url).toContain(`/namespaces/default/workflows/enrichment-pipeline-`);
  });

  it("returns 404 for a job that is not in gold", async () => {
    const response = await client().$get({
      param: { id: "0b0f9d0e-6c5c-4a0f-9a5d-3c6a4c1c2d11" },
      query: {},
    });
    expect(response.status).toBe(404);
  });
});
