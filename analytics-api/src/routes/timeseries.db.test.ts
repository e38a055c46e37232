import { testClient } from "hono/testing";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { bodyOf } from "../../testing/body-of.ts";
import { createFixtureApi, type FixtureApi } from "../../testing/fixture-api.ts";

let api: FixtureApi;

beforeAll(async () => {
  api = await createFixtureApi(inject("postgresUrl"), { enrichments: 200, workspaces: 6 });
});

afterAll(() => api[Symbol.asyncDispose]());

const client = () => testClient(api.app).analytics.timeseries;

type SeriesQuery = Parameters<ReturnType<typeof client>["$get"]>[0]["query"];

const series = async (query: SeriesQuery) => bodyOf(await client().$get({ query }));

/** Sets the creation of one job to `instant`, and of all others to a distant date. */
const onlyJobAt = (instant: string) => api.sql`
  update gold.enrichments
  set data_criacao = case
    when id_enriquecimento = md5('job1')::uuid then ${instant}::timestamptz else '2022-01-01T12:00:00Z' end`;

const counted = (buckets: { inicio: string; total_enriquecimentos: number }[]) =>
  buckets.filter((bucket) => bucket.total_enriquecimentos > 0).map((bucket) => bucket.inicio);

describe("GET /analytics/timeseries", () => {
  it("assigns a job near midnight to its day in the requested zone", async () => {
    await onlyJobAt("2026-11-10T01:30:00Z");
    const period = { data_inicio: "2026-11-08", data_fim: "2026-11-12" };
    expect(counted((await series({ ...period })).data)).toEqual(["2026-11-09T00:00:00-03:00"]);
    expect(counted((await series({ ...period, fuso: "UTC" })).data)).toEqual(["2026-11-10T00:00:00Z"]);
    expect(counted((await series({ ...period, fuso: "Asia/Kolkata" })).data)).toEqual([
      "2026-11-10T00:00:00+05:30",
    ]);
  });

  it("distinguishes a repeated hour", async () => {
    const day = {
      data_inicio: "2026-11-01",
      data_fim: "2026-11-01",
      fuso: "America/New_York",
      intervalo: "hora",
    } as const;
    await onlyJobAt("2026-11-01T05:30:00Z");
    const first = await series(day);
    expect(first.data).toHaveLength(25);
    expect(counted(first.data)).toEqual(["2026-11-01T01:00:00-04:00"]);
    await onlyJobAt("2026-11-01T06:30:00Z");
    expect(counted((await series(day)).data)).toEqual(["2026-11-01T01:00:00-05:00"]);
  });

  it("begins weeks on Monday and months on the first, without gaps", async () => {
    const weeks = await series({ data_inicio: "2026-10-01", data_fim: "2026-11-23", intervalo: "semana" });
    expect(weeks.data.map(({ inicio }) => inicio.slice(0, 10))).toEqual(
      ["09-28", "10-05", "10-12", "10-19", "10-26", "11-02", "11-09", "11-16", "11-23"].map(
        (day) => `2026-${day}`,
      ),
    );
    const months = await series({ data_inicio: "2026-09-15", data_fim: "2026-11-23", intervalo: "mes" });
    expect(months.data.map(({ inicio }) => inicio)).toEqual([
      "2026-09-01T00:00:00-03:00",
      "2026-10-01T00:00:00-03:00",
      "2026-11-01T00:00:00-03:00",
    ]);
  });

  it("marks a bucket as complete only if it has ended and lies within the period", async () => {
    const days = await series({ data_inicio: "2026-11-20T12:00:00Z", data_fim: "2026-11-24" });
    expect(days.data.map(({ inicio, completo }) => [inicio.slice(0, 10), completo])).toEqual([
      ["2026-11-20", false],
      ["2026-11-21", true],
      ["2026-11-22", true],
      ["2026-11-23", false],
      ["2026-11-24", false],
    ]);
  });

  it("covers the first job to now without a period, and is empty without jobs", async () => {
    await onlyJobAt("2026-11-21T12:00:00Z");
    const { data, meta } = await series({ data_inicio: "2026-11-01" });
    expect(data.at(-1)?.inicio).toBe("2026-11-23T00:00:00-03:00");
    expect(meta.periodo).toEqual({ inicio: "2026-11-01T00:00:00-03:00", fim: "2026-11-23T14:00:00-03:00" });
    expect((await series({})).data).toHaveLength(1788);
    expect((await series({ id_workspace: "0b0f9d0e-6c5c-4a0f-9a5d-3c6a4c1c2d11" })).data).toEqual([]);
  });

  it("refuses too many buckets, and suggests an interval", async () => {
    const response = await client().$get({
      query: { data_inicio: "2022-01-01", data_fim: "2026-11-23", intervalo: "hora" },
    });
    expect(response.status).toBe(422);
    expect(await response.json()).toMatchObject({
      errors: [
        {
          parameter: "intervalo",
          detail: expect.stringContaining("request intervalo=dia"),
          allowed: ["dia", "semana", "mes"],
        },
      ],
    });
  });
});
