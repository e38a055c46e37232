import type { TemporalState } from "@enrichment-monitor/warehouse/temporal-state";
import { testClient } from "hono/testing";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { bodyOf } from "../../testing/body-of.ts";
import { createFixtureApi, FIXTURE_NOW, type FixtureApi } from "../../testing/fixture-api.ts";
import type { TemporalClient } from "../control/temporal-client.ts";

let api: FixtureApi;

beforeAll(async () => {
  api = await createFixtureApi(inject("postgresUrl"), { enrichments: 100, workspaces: 4 });
});

afterAll(() => api[Symbol.asyncDispose]());

const pipeline = () => testClient(api.app).pipeline;

const status = async () => (await bodyOf(await pipeline().status.$get({ query: {} }))).data;

describe("GET /pipeline/status", () => {
  it("is healthy a minute after a run, and returns when the next is due", async () => {
    const data = await status();
    expect(data).toMatchObject({
      state: "healthy",
      reasons: [],
      next_run_expected_at: "2026-11-23T17:05:00.000Z",
      pending_batches: 0,
      unresolved_rejects: 6,
    });
    expect(data.freshness_seconds).toBe(
      Math.round((FIXTURE_NOW.getTime() + 60_000 - Date.parse(data.watermark ?? "")) / 1_000),
    );
    expect(data.last_runs.map((run) => run.run_number)).toEqual([48, 47, 46, 45, 44, 43, 42, 41, 40, 39]);
  });

  it("is failing if the newest run failed, and counts pending batches", async () => {
    await api.sql`update ops.runs set outcome = 'failed', error = 'The source answered 500' where run_number = 48`;
    await api.sql`
      insert into ops.runs (run_id, generation, variant, kind, trigger, workflow_id, started_at)
      values (gen_random_uuid(), 1, 'modular', 'incremental', 'cli', 'w', ${FIXTURE_NOW})`;
    await api.sql`update ops.batches set transformed_at = null where batch_id > 45`;
    expect(await status()).toMatchObject({
      state: "failing",
      reasons: [{ code: "last_run_failed", detail: expect.stringContaining("The source answered 500") }],
      pending_batches: 3,
    });
  });

  it("reports a stalled run by its last progress, unless it is waiting", async () => {
    const longAgo = new Date(FIXTURE_NOW.getTime() - 3_600_000);
    await api.sql`update ops.runs set outcome = 'succeeded', error = null where run_number = 48`;
    await api.sql`update ops.runs set started_at = ${longAgo}, last_progress_at = ${longAgo} where run_number = 49`;
    expect(await status()).toMatchObject({ state: "late", reasons: [{ code: "run_stalled" }] });
    const later = new Date(FIXTURE_NOW.getTime() + 600_000);
    await api.sql`update ops.runs set wait_until = ${later}, wait_reason = 'The source asked for it.' where run_number = 49`;
    expect(await status()).toMatchObject({
      state: "healthy",
      reasons: [
        {
          code: "run_waiting",
          severity: "notice",
          detail: expect.stringContaining("The source asked for it."),
        },
      ],
    });
    await api.sql`update ops.runs set wait_until = null, last_progress_at = ${FIXTURE_NOW} where run_number = 49`;
    expect(await status()).toMatchObject({ state: "healthy", reasons: [] });
    await api.sql`delete from ops.runs where run_number = 49`;
  });

  it("includes the newest run's findings, and stays healthy", async () => {
    await api.sql`update ops.findings set run_id = md5('run48')::uuid where run_id = md5('run44')::uuid`;
    expect(await status()).toMatchObject({
      state: "healthy",
      reasons: [
        { code: "rejected_records", severity: "notice" },
        { code: "deleted_records", severity: "notice" },
      ],
    });
    await api.sql`update ops.findings set run_id = md5('run44')::uuid where run_id = md5('run48')::uuid`;
  });

  it("is never healthy when every record is rejected", async () => {
    await api.sql`create table kept as select * from gold.enrichments`;
    await api.sql`delete from gold.enrichments`;
    expect(await status()).toMatchObject({ state: "failing", reasons: [{ code: "too_many_rejects" }] });
    await api.sql`insert into gold.enrichments select * from kept`;
    await api.sql`drop table kept`;
  });
});

describe("the schedule in GET /pipeline/status", () => {
  const statusWith = async (temporal: TemporalClient) => {
    await using other = await createFixtureApi(inject("postgresUrl"), { enrichments: 20, temporal });
    const read = async () =>
      (await bodyOf(await testClient(other.app).pipeline.status.$get({ query: {} }))).data;
    return [await read(), await read()] as const;
  };

  const activeSince = new Date("2026-11-01T00:00:00Z");

  const withoutBuilds = { polledBuilds: [null], currentBuild: null, rampingBuild: undefined };
  const responding = (
    state: Pick<TemporalState, "schedule" | "workers"> & Partial<TemporalState>,
  ): TemporalClient => ({
    // The state replaces what the API would read with a client.
    call: <Result>() => Promise.resolve({ ...withoutBuilds, ...state } as Result),
    close: () => Promise.resolve(),
  });

  it("says when it is paused, and promises no run", async () => {
    const schedule = { paused: true, note: "Maintenance", nextRunAt: null, activeSince };
    const [data] = await statusWith(responding({ schedule, workers: 1 }));
    expect(data).toMatchObject({
      state: "paused",
      reasons: [{ code: "schedule_paused", detail: "The schedule is paused: Maintenance" }],
      schedule: { paused: true, note: "Maintenance", next_run_at: null },
      next_run_expected_at: null,
    });
  });

  it("gives the time of the next run", async () => {
    const schedule = { paused: false, note: null, nextRunAt: new Date("2026-11-23T17:05:00Z"), activeSince };
    const [data] = await statusWith(responding({ schedule, workers: 1 }));
    expect(data).toMatchObject({
      state: "healthy",
      schedule: { paused: false, note: null, next_run_at: "2026-11-23T17:05:00.000Z" },
      next_run_expected_at: "2026-11-23T17:05:00.000Z",
    });
  });

  it("makes no run late that was due before a resume", async () => {
    await using other = await createFixtureApi(inject("postgresUrl"), {
      enrichments: 20,
      temporal: responding({
        schedule: { paused: false, note: "Done", nextRunAt: null, activeSince: FIXTURE_NOW },
        workers: 1,
      }),
    });
    await other.sql`
      update ops.runs set started_at = started_at - interval '1 hour', finished_at = finished_at - interval '1 hour'`;
    const { data } = await bodyOf(await testClient(other.app).pipeline.status.$get({ query: {} }));
    expect(data).toMatchObject({
      state: "healthy",
      reasons: [],
      next_run_expected_at: new Date(FIXTURE_NOW.getTime() + 300_000).toISOString(),
    });
  });

  it("is failing without a schedule or a worker", async () => {
    const [data] = await statusWith(responding({ schedule: null, workers: 0 }));
    expect(data).toMatchObject({
      state: "failing",
      reasons: [{ code: "no_workers" }, { code: "schedule_missing" }],
      schedule: null,
    });
  });

  it("is failing when no worker polls of the build that new runs start on", async () => {
    const schedule = { paused: false, note: null, nextRunAt: null, activeSince };
    const [data] = await statusWith(
      responding({ schedule, workers: 1, polledBuilds: ["42"], currentBuild: "41" }),
    );
    expect(data).toMatchObject({ state: "failing", reasons: [{ code: "build_without_workers" }] });
  });

  it.each<[string, TemporalClient["call"]]>([
    ["refuses", () => Promise.reject(new Error("refused"))],
    ["does not answer", () => Promise.withResolvers<never>().promise],
  ])("is unknown while Temporal %s, and does not delay the response", async (_, call) => {
    const answers = await statusWith({ call, close: () => Promise.resolve() });
    for (const data of answers) expect(data).toMatchObject({ state: "healthy", reasons: [], schedule: null });
  });
});

describe("GET /pipeline/runs", () => {
  it("returns every run once, newest first", async () => {
    const numbers: number[] = [];
    let cursor: string | undefined;
    do {
      const { data, meta } = await bodyOf(await pipeline().runs.$get({ query: { limit: "7", cursor } }));
      numbers.push(...data.map((run) => run.run_number));
      cursor = meta.next_cursor ?? undefined;
    } while (cursor !== undefined);
    expect(numbers).toEqual(Array.from({ length: 48 }, (_, index) => 48 - index));
  });

  it("filters by outcome, kind and trigger", async () => {
    const runs = async (query: Parameters<ReturnType<typeof pipeline>["runs"]["$get"]>[0]["query"]) =>
      (await bodyOf(await pipeline().runs.$get({ query }))).data.map((run) => run.run_number);
    expect(await runs({ outcome: ["failed", "canceled"] })).toEqual([38, 18]);
    expect(await runs({ outcome: ["succeeded_with_findings", "incomplete"] })).toEqual([44, 28]);
    expect(await runs({ kind: "reconcile" })).toEqual([48, 32, 16]);
    expect(await runs({ trigger: "start", kind: "first_load" })).toEqual([1]);
  });
});

describe("GET /pipeline/runs/{id}", () => {
  it("finds a run by its number and by its id, with its requests and commits", async () => {
    const byNumber = await bodyOf(await pipeline().runs[":id"].$get({ param: { id: "45" }, query: {} }));
    const { run_id, ...run } = byNumber.data;
    const byId = await bodyOf(await pipeline().runs[":id"].$get({ param: { id: run_id }, query: {} }));
    expect(byId).toEqual(byNumber);
    expect(run.fetches.answers).toEqual([
      { http_status: 200, failure: null, fetches: 3 },
      { http_status: 429, failure: "SourceRateLimited", fetches: 1 },
    ]);
    expect(run.slices).toMatchObject([{ slice_no: 0, walk: "keyset" }]);
    expect(run.batches).toEqual({ batches: 1, pending: expect.any(Number), versions: run.records_read });
    expect(run.freshness.reading_seconds).toBeGreaterThan(0);
    expect(run.workflow_url).toContain(run_id);
    expect(run.findings).toEqual([]);
  });

  it("lists the run's findings with ids and remedies, the most serious first", async () => {
    const { data } = await bodyOf(await pipeline().runs[":id"].$get({ param: { id: "44" }, query: {} }));
    expect(data).toMatchObject({
      outcome: "succeeded_with_findings",
      findings: [
        { code: "rejected_records", severity: "warning", records: 2, record_ids: { length: 2 } },
        { code: "deleted_records", severity: "notice", records: 1, record_ids: { length: 1 } },
      ],
    });
    for (const { detail, remedy } of data.findings) expect(detail && remedy).not.toBe("");
  });

  it("returns 404 for an unknown run", async () => {
    expect((await pipeline().runs[":id"].$get({ param: { id: "999" }, query: {} })).status).toBe(404);
  });
});
