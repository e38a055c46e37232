import { testClient } from "hono/testing";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { bodyOf } from "../../testing/body-of.ts";
import { createFixtureApi, FIXTURE_NOW, type FixtureApi } from "../../testing/fixture-api.ts";

let api: FixtureApi;

beforeAll(async () => {
  api = await createFixtureApi(inject("postgresUrl"), { enrichments: 100, workspaces: 4 });
});

afterAll(() => api[Symbol.asyncDispose]());

const client = () => testClient(api.app).pipeline.history;

type HistoryQuery = Parameters<ReturnType<typeof client>["$get"]>[0]["query"];

const history = async (query: HistoryQuery = {}) => bodyOf(await client().$get({ query }));

/** Minutes before the start of the fixture's newest run. */
const before = (minutes: number) => new Date(FIXTURE_NOW.getTime() - minutes * 60_000);

describe("GET /pipeline/history", () => {
  it("sums the runs of each hour, with empty hours and only the newest incomplete", async () => {
    const { data, meta } = await history({ days: "1", interval: "hour" });
    expect(meta).toMatchObject({
      days: 1,
      interval: "hour",
      zone: "America/Sao_Paulo",
      interval_seconds: 300,
    });
    expect(data.buckets).toHaveLength(24);
    // The clock shows a minute after the start of run 48, at 17:00: the 47 before it began since 13:05.
    expect(data.buckets.slice(-6).map(({ start_at, runs, complete }) => [start_at, runs, complete])).toEqual([
      ["2026-11-23T12:00:00.000Z", 0, true],
      ["2026-11-23T13:00:00.000Z", 11, true],
      ["2026-11-23T14:00:00.000Z", 12, true],
      ["2026-11-23T15:00:00.000Z", 12, true],
      ["2026-11-23T16:00:00.000Z", 12, true],
      ["2026-11-23T17:00:00.000Z", 1, false],
    ]);
    expect(data.buckets.at(0)).toMatchObject({
      runs: 0,
      outcomes: [],
      missed: 0,
      duration: { runs: 0, median_seconds: null, longest_seconds: null },
    });
    expect(data.total).toMatchObject({
      runs: 48,
      missed: 0,
      outcomes: [
        { outcome: "canceled", runs: 1 },
        { outcome: "failed", runs: 1 },
        { outcome: "incomplete", runs: 1 },
        { outcome: "succeeded", runs: 44 },
        { outcome: "succeeded_with_findings", runs: 1 },
      ],
    });
  });

  it("equals what the timeline says of the same runs", async () => {
    const { data } = await history({ days: "1", interval: "hour" });
    const { runs } = (await bodyOf(await testClient(api.app).pipeline.timeline.$get({ query: {} }))).data;
    const sum = (values: number[]) => values.reduce((total, value) => total + value, 0);
    for (const { start_at, end_at, ...bucket } of data.buckets) {
      const own = runs.filter(({ started_at }) => started_at >= start_at && started_at < end_at);
      for (const name of [
        "requests",
        "rate_limited",
        "rate_limit_wait_ms",
        "records_read",
        "rejected",
      ] as const)
        expect(bucket[name], `${name} at ${start_at}`).toBe(sum(own.map((run) => run[name])));
      const ordered = (values: (number | null)[]) =>
        values.filter((value) => value !== null).toSorted((a, b) => a - b);
      for (const [measure, values] of [
        [bucket.duration, ordered(own.map(({ duration_seconds }) => duration_seconds))],
        [bucket.age_before, ordered(own.map(({ freshness }) => freshness.age_before_seconds))],
      ] as const)
        expect(measure).toEqual({
          runs: values.length,
          median_seconds: values[Math.ceil(values.length / 2) - 1] ?? null,
          longest_seconds: values.at(-1) ?? null,
        });
    }
    expect(data.total.rejected).toBe(sum(runs.map(({ rejected }) => rejected)));
  });

  it("assigns a run near midnight to its day in the zone", async () => {
    await api.sql`
      update ops.runs set started_at = '2026-11-20T02:30:00Z', finished_at = '2026-11-20T02:30:05Z' where run_number = 1`;
    const dayOf = async (zone: string) =>
      (await history({ days: "30", zone })).data.buckets
        .filter(({ start_at, runs }) => runs > 0 && start_at < "2026-11-22")
        .map(({ start_at, end_at }) => [start_at, end_at]);
    expect(await dayOf("America/Sao_Paulo")).toEqual([
      ["2026-11-19T03:00:00.000Z", "2026-11-20T03:00:00.000Z"],
    ]);
    expect(await dayOf("UTC")).toEqual([["2026-11-20T00:00:00.000Z", "2026-11-21T00:00:00.000Z"]]);
    expect((await history({ days: "30" })).data.buckets).toHaveLength(30);
  });

  it("counts the runs that were missed, and a run that is still open", async () => {
    await api.sql`
      update ops.runs set started_at = ${before(240)}, finished_at = ${before(239)} where run_number = 1`;
    await api.sql`
      update ops.runs set started_at = started_at - interval '15 minutes', finished_at = finished_at - interval '15 minutes'
      where run_number between 2 and 45`;
    await api.sql`update ops.runs set outcome = 'running', finished_at = null where run_number = 48`;
    const { data } = await history({ days: "1", interval: "hour" });
    // Due at 16:35, 16:40 and 16:45.
    expect(data.buckets.slice(-2).map(({ missed }) => missed)).toEqual([3, 0]);
    expect(data.buckets.at(-1)).toMatchObject({
      runs: 1,
      outcomes: [{ outcome: "running", runs: 1 }],
      duration: { runs: 0, median_seconds: null },
    });
    expect(data.total.missed).toBe(data.buckets.reduce((sum, { missed }) => sum + missed, 0));
  });

  it("refuses more days than a month has, and an unknown zone", async () => {
    expect((await client().$get({ query: { days: "32" } })).status).toBe(422);
    expect((await client().$get({ query: { zone: "Mars/Base" } })).status).toBe(422);
  });
});
