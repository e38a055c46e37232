import { testClient } from "hono/testing";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { bodyOf } from "../../testing/body-of.ts";
import { createFixtureApi, FIXTURE_NOW, type FixtureApi } from "../../testing/fixture-api.ts";

let api: FixtureApi;

beforeAll(async () => {
  api = await createFixtureApi(inject("postgresUrl"), { enrichments: 100, workspaces: 4 });
});

afterAll(() => api[Symbol.asyncDispose]());

const timeline = async (hours?: string) =>
  bodyOf(await testClient(api.app).pipeline.timeline.$get({ query: { hours } }));

const numbers = ({ data }: Awaited<ReturnType<typeof timeline>>) =>
  data.runs.map(({ run_number }) => run_number);

const seconds = (from: string, to: string) => (Date.parse(to) - Date.parse(from)) / 1_000;

describe("GET /pipeline/timeline", () => {
  it("returns the runs of the period, oldest first", async () => {
    expect(numbers(await timeline())).toEqual(Array.from({ length: 48 }, (_, index) => 1 + index));
    const hour = await timeline("1");
    // The clock shows a minute after the start of run 48.
    expect(numbers(hour)).toEqual(Array.from({ length: 12 }, (_, index) => 37 + index));
    expect(hour).toMatchObject({ data: { missed: [] }, meta: { hours: 1, interval_seconds: 300 } });
  });

  it("splits the age of the data at the end of a run into waiting, reading and transforming", async () => {
    const { data } = await timeline();
    const [first, second] = data.runs;
    expect(first?.freshness).toMatchObject({ waiting_seconds: null, age_before_seconds: null });
    const started = second?.started_at ?? "";
    const duration = seconds(started, second?.finished_at ?? "");
    // In the fixture a run reads during half of its time, and transforms during a tenth.
    expect(second).toMatchObject({ kind: "incremental", duration_seconds: expect.closeTo(duration, 2) });
    expect(second?.freshness).toEqual({
      waiting_seconds: 300,
      reading_seconds: expect.closeTo(0.5 * duration, 2),
      transforming_seconds: expect.closeTo(0.1 * duration, 2),
      age_before_seconds: expect.closeTo(300 + 0.6 * duration, 2),
      age_after_seconds: expect.closeTo(0.6 * duration, 2),
    });
  });

  it("does not count what a proof reads", async () => {
    const before = await timeline("1");
    await api.sql`
      insert into ops.slices (run_id, slice_no, pass, walk, finished_at)
      select run_id, 1, 10, 'keyset', finished_at from ops.runs where run_number = 48`;
    await api.sql`
      insert into ops.batches (run_id, first_version_id, last_version_id, versions, committed_at, transformed_at)
      select run_id, 1, 1, 1, finished_at, finished_at from ops.runs where run_number = 48`;
    expect((await timeline("1")).data.runs.at(-1)).toEqual(before.data.runs.at(-1));
  });

  it("has no freshness of a run that did not read everything", async () => {
    await api.sql`update ops.slices set finished_at = null where run_id = md5('run38')::uuid`;
    const { data } = await timeline("1");
    expect(data.runs.find(({ run_number }) => run_number === 38)?.freshness).toMatchObject({
      waiting_seconds: 300,
      reading_seconds: null,
      transforming_seconds: null,
      age_before_seconds: null,
    });
  });

  it("returns the gaps where runs were missed, and a run that is still open", async () => {
    await api.sql`
      update ops.runs set started_at = started_at - interval '15 minutes', finished_at = finished_at - interval '15 minutes'
      where run_number <= 45`;
    await api.sql`update ops.runs set outcome = 'running', finished_at = null where run_number = 48`;
    const { data } = await timeline("1");
    const before = (minutes: number) => new Date(FIXTURE_NOW.getTime() - minutes * 60_000).toISOString();
    expect(data.missed).toEqual([{ from_at: before(25), to_at: before(10), runs: 3 }]);
    expect(data.runs.at(-1)).toMatchObject({ run_number: 48, finished_at: null, duration_seconds: null });
  });

  it("refuses a period longer than a week", async () => {
    const response = await testClient(api.app).pipeline.timeline.$get({ query: { hours: "169" } });
    expect(response.status).toBe(422);
  });
});
