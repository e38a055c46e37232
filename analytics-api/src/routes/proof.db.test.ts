import { testClient } from "hono/testing";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { bodyOf } from "../../testing/body-of.ts";
import { createFixtureApi, type FixtureApi } from "../../testing/fixture-api.ts";

let api: FixtureApi;

beforeAll(async () => {
  api = await createFixtureApi(inject("postgresUrl"), { enrichments: 100, workspaces: 4 });
});
afterAll(() => api[Symbol.asyncDispose]());

const pipeline = () => testClient(api.app).pipeline;
const proofOf = (id: string) => pipeline().runs[":id"].proof.$get({ param: { id }, query: {} });
const newest = async (limit?: string) => bodyOf(await pipeline().proof.$get({ query: { limit } }));

describe("GET /pipeline/runs/{id}/proof", () => {
  it("returns both counts, and the differences with evidence", async () => {
    const { data, meta } = await bodyOf(await proofOf("44"));
    expect(data).toMatchObject({
      run_number: 44,
      verdict: "proved",
      source_records: 3000,
      warehouse_records: 3000,
      requests: 22,
      windows_total: 3,
      windows_healed: 1,
      windows_differing: 0,
      differences_total: 2,
      differences_by_kind: [
        { kind: "gone", records: 1 },
        { kind: "lost", records: 1 },
      ],
    });
    expect(data.windows.map(({ window_no, origin, verdict }) => [window_no, origin, verdict])).toEqual([
      [1, "boundary", "equal"],
      [2, "half", "healed"],
      [3, "boundary", "equal"],
      [4, "scrub", "equal"],
    ]);
    expect(data.windows.at(0)?.from_at).toBeNull();
    expect(data.windows.at(2)?.to_at).toBeNull();
    expect(data.differences).toHaveLength(2);
    const lost = data.differences.find(({ kind }) => kind === "lost");
    expect(lost).toMatchObject({ window_no: 2, version_id: 1 });
    expect((await api.app.request(lost?.lineage_path ?? "")).status).toBe(200);
    expect(data.differences.find(({ kind }) => kind === "gone")).toMatchObject({
      window_no: 2,
      version_id: null,
      lineage_path: null,
    });
    expect(meta).toEqual({ max_windows: 1000, max_differences: 200 });
  });

  it("finds a run by its id, and returns how much still differs", async () => {
    const byNumber = await bodyOf(await proofOf("47"));
    expect(await bodyOf(await proofOf(byNumber.data.run_id))).toEqual(byNumber);
    expect(byNumber.data).toMatchObject({
      verdict: "being_checked",
      warehouse_records: 2999,
      windows_differing: 1,
      records_differing: 1,
    });
  });

  it("does not report a complete read that the run has not made", async () => {
    const verdict = async () => (await bodyOf(await proofOf("46"))).data.verdict;
    expect(await verdict()).toBe("read_in_full");
    await api.sql`
      insert into ops.findings (run_id, code, severity, detail, remedy)
      values (md5('run46')::uuid, 'being_checked', 'notice', 'Still being checked.', 'Nothing.')`;
    expect(await verdict()).toBe("being_checked");
    await api.sql`delete from ops.findings where run_id = md5('run46')::uuid`;
  });

  it("returns the first of many differences, and their number", async () => {
    await api.sql`
      insert into ops.differences (run_id, record_key, kind)
      select md5('run43')::uuid, md5('many' || n)::uuid, 'stale' from generate_series(1, 250) as n`;
    const { data } = await bodyOf(await proofOf("43"));
    expect(data.differences).toHaveLength(200);
    expect(data).toMatchObject({
      differences_total: 250,
      differences_by_kind: [{ kind: "stale", records: 250 }],
    });
  });

  it("returns 404 for an unknown run, and for a run without a proof", async () => {
    const missing = await proofOf("999");
    expect(missing.status).toBe(404);
    expect(await missing.text()).toContain("There is no run 999");
    const without = await proofOf("2");
    expect(without.status).toBe(404);
    expect(await without.text()).toContain("Run 2 has no proof");
  });

  it("returns 304 while nothing has changed", async () => {
    const { headers } = await api.app.request("/pipeline/runs/45/proof");
    const again = await api.app.request("/pipeline/runs/45/proof", {
      headers: { "If-None-Match": headers.get("ETag") ?? "" },
    });
    expect(again.status).toBe(304);
  });
});

describe("GET /pipeline/proof", () => {
  it("returns the newest finished proof with details, and earlier ones", async () => {
    const { data, meta } = await newest("4");
    expect(data.newest).toMatchObject({ run_number: 48, verdict: "proved", windows: { length: 4 } });
    expect(data.history.map(({ run_number, verdict }) => [run_number, verdict])).toEqual([
      [48, "proved"],
      [47, "being_checked"],
      [46, "read_in_full"],
      [45, "not_countable"],
    ]);
    expect(meta.limit).toBe(4);
    expect((await newest()).data.history).toHaveLength(9);
  });

  it("excludes a running proof, and is empty before the first", async () => {
    await api.sql`update ops.proofs set verdict = 'counting', finished_at = null where run_id = md5('run48')::uuid`;
    expect((await newest()).data.newest?.run_number).toBe(47);
    await api.sql`update ops.proofs set finished_at = null`;
    expect((await newest()).data).toEqual({ newest: null, history: [] });
  });
});
