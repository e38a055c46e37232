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

describe("GET /pipeline/rejects", () => {
  it("filters by resolution, and counts by rule over all pages", async () => {
    const { data, meta } = await bodyOf(
      await pipeline().rejects.$get({ query: { resolved: "false", limit: "4" } }),
    );
    expect(data.map(({ version_id, resolved_at }) => [version_id, resolved_at])).toEqual([
      [212, null],
      [211, null],
      [210, null],
      [209, null],
    ]);
    expect(meta.by_rule).toEqual([
      expect.objectContaining({ rule: "not_negative", field: "total_contacts", rejects: 3, unresolved: 3 }),
      expect.objectContaining({ rule: "required", field: "workspace_name", rejects: 3, unresolved: 3 }),
    ]);
    const next = await bodyOf(
      await pipeline().rejects.$get({
        query: { resolved: "false", limit: "4", cursor: meta.next_cursor ?? "" },
      }),
    );
    expect(next.data.map(({ version_id }) => version_id)).toEqual([208, 207]);
    expect(next.meta.next_cursor).toBeNull();
  });

  it("filters by rule and field", async () => {
    const { data } = await bodyOf(
      await pipeline().rejects.$get({
        query: { rule: ["required"], field: "workspace_name", resolved: "true" },
      }),
    );
    expect(data.map(({ version_id }) => version_id)).toEqual([205, 203, 201]);
  });
});

describe("the rules in GET /pipeline/rejects", () => {
  it("are given with their number, since when, and their newest records", async () => {
    const { meta } = await bodyOf(await pipeline().rejects.$get({ query: {} }));
    const [expected] = await api.sql<[{ first: Date; last: Date; keys: string[] }]>`
      select min(rejected_at) as first, max(rejected_at) as last,
             array(select record_key from ops.rejected_records where rule = 'required' order by version_id desc limit 5) as keys
      from ops.rejected_records where rule = 'required'`;
    expect(meta.by_rule.find(({ rule }) => rule === "required")).toEqual({
      rule: "required",
      field: "workspace_name",
      rejects: 6,
      unresolved: 3,
      first_rejected_at: expected.first.toISOString(),
      last_rejected_at: expected.last.toISOString(),
      newest_records: expected.keys,
    });
  });
});

describe("GET /pipeline/duplicates", () => {
  const read = async (query: { limit?: string; cursor?: string } = {}) =>
    bodyOf(await pipeline().duplicates.$get({ query }));

  it("is empty while the source lists each record once", async () => {
    expect(await read()).toMatchObject({
      data: [],
      meta: { next_cursor: null, records: 0, extra_entries: 0 },
    });
  });

  it("returns each record once, with its extra entries", async () => {
    const earlier = new Date("2026-11-23T10:00:00Z");
    await api.sql`
      insert into ops.duplicates (record_key, content_hash, updated_at, copies, run_id)
      values (md5('job1')::uuid, 1, ${earlier}, 2, md5('run44')::uuid), (md5('job1')::uuid, 2, null, 1, md5('run45')::uuid),
             (md5('job2')::uuid, 3, ${earlier}, 1, md5('run45')::uuid)`;
    const first = await read({ limit: "1" });
    const second = await read({ limit: "1", cursor: first.meta.next_cursor ?? "" });
    const found = new Map([...first.data, ...second.data].map((record) => [record.record_key, record]));
    const [{ job, run }] = await api.sql<[{ job: string; run: string }]>`
      select md5('job1')::uuid as job, md5('run44')::uuid as run`;
    expect(found.size).toBe(2);
    expect(found.get(job)).toMatchObject({
      extra_entries: 3,
      updated_at: [earlier.toISOString(), null],
      run_id: run,
      run_number: 44,
    });
    expect(second.meta).toMatchObject({ next_cursor: null, records: 2, extra_entries: 4 });
  });
});

describe("GET /pipeline/deletions", () => {
  const read = async (query: { limit?: string; cursor?: string } = {}) =>
    bodyOf(await pipeline().deletions.$get({ query }));

  it("returns the newest first, with the evidence and the last state", async () => {
    const found = ["2026-11-23T16:00:00Z", "2026-11-23T16:30:00Z"];
    await api.sql`
      insert into bronze.deletions (record_key, deleted_at, run_id, reason)
      select md5(record)::uuid, deleted_at::timestamptz, run_id, reason
      from (values ('job1', ${found[0] ?? ""}, md5('run44')::uuid, 'rolled_back'),
                   ('job2', ${found[1] ?? ""}, md5('run45')::uuid, 'gone'),
                   ('unseen', ${found[1] ?? ""}, md5('run44')::uuid, 'gone')) as deletion (record, deleted_at, run_id, reason)`;
    await api.sql`update bronze.enrichment_heads set deleted_at = ${found[1] ?? ""} where record_key = md5('job2')::uuid`;
    await api.sql`
      insert into ops.differences (run_id, record_key, kind, window_no) values (md5('run45')::uuid, md5('job2')::uuid, 'gone', 2)
      on conflict do nothing`;
    await api.sql`
      insert into ops.proof_windows (run_id, window_no, origin, source_records, warehouse_records, difference_from, difference_to, verdict)
      values (md5('run45')::uuid, 2, 'half', 95, 96, -1, 0, 'healed') on conflict do nothing`;
    const pages = [await read({ limit: "2" })];
    pages.push(await read({ limit: "2", cursor: pages[0]?.meta.next_cursor ?? "" }));
    const rows = pages.flatMap(({ data }) => data);
    const keys = await api.sql<{ record: string; key: string }[]>`
      select record, md5(record)::uuid as key from unnest(array['job1', 'job2', 'unseen']) as name (record)`;
    const named = new Map(keys.map(({ record, key }) => [key, record]));
    expect(rows.map(({ removido_em }) => removido_em)).toEqual(
      rows
        .map(({ removido_em }) => removido_em)
        .toSorted()
        .toReversed(),
    );
    expect(new Map(rows.map((row) => [named.get(row.record_key), row]))).toEqual(
      new Map(
        Object.entries({
          job1: expect.objectContaining({
            reason: "rolled_back",
            is_current: false,
            run_number: 44,
            window: null,
          }),
          job2: expect.objectContaining({
            reason: "gone",
            is_current: true,
            window: { window_no: 2, from_at: null, to_at: null, source_records: 95, warehouse_records: 96 },
            nome_workspace: expect.any(String),
          }),
          unseen: expect.objectContaining({ is_current: false, window: null, nome_workspace: null }),
        }),
      ),
    );
    expect(pages.at(-1)?.meta).toMatchObject({ next_cursor: null, total: 3, current: 1 });
  });
});

describe("GET /pipeline/schema", () => {
  it("lists unexpected fields first", async () => {
    const { data, meta } = await bodyOf(await pipeline().schema.$get({ query: {} }));
    expect(meta.drift).toBe(true);
    expect(data.slice(0, 4).map(({ field, json_type, expected }) => [field, json_type, expected])).toEqual([
      ["legacy_id", "number", false],
      ["owner", "object", false],
      ["total_contacts", "string", false],
      ["contact_type", "string", true],
    ]);
  });

  it("gives the run that saw a field last, and how many records came since without it", async () => {
    const { data } = await bodyOf(await pipeline().schema.$get({ query: {} }));
    const [expected] = await api.sql<[{ records: number; id: string; at: Date }]>`
      select (select sum(versions_written)::bigint from ops.runs where run_number > 40) as records, run_id as id,
             started_at as at
      from ops.runs where run_number = 40`;
    const find = (name: string, type: string) =>
      data.find(({ field, json_type }) => field === name && json_type === type);
    expect(find("total_contacts", "string")).toMatchObject({
      last_seen_at: expected.at.toISOString(),
      last_seen_run_id: expected.id,
      last_seen_run_number: 40,
      records_since: expected.records,
    });
    expect(expected.records).toBeGreaterThan(0);
    expect(find("total_contacts", "number")).toMatchObject({ last_seen_run_number: 48, records_since: 0 });
    expect(find("legacy_id", "number")).toMatchObject({
      last_seen_at: null,
      last_seen_run_id: null,
      last_seen_run_number: null,
      records_since: null,
    });
  });
});
