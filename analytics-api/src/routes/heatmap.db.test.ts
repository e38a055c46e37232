import { testClient } from "hono/testing";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { bodyOf } from "../../testing/body-of.ts";
import { createFixtureApi, type FixtureApi } from "../../testing/fixture-api.ts";

let api: FixtureApi;

beforeAll(async () => {
  api = await createFixtureApi(inject("postgresUrl"), { enrichments: 20, workspaces: 2 });
});

afterAll(() => api[Symbol.asyncDispose]());

const client = () => testClient(api.app).analytics.heatmap;

type HeatmapQuery = Parameters<ReturnType<typeof client>["$get"]>[0]["query"];

/** Sets the creation of one job to `instant`, and of all others before every period here. */
const onlyJobAt = (instant: string) => api.sql`
  update gold.enrichments
  set data_criacao = case
    when id_enriquecimento = md5('job1')::uuid then ${instant}::text::timestamptz else '2001-01-01T12:00:00Z' end`;

async function filledCells(query: HeatmapQuery) {
  const { data } = await bodyOf(await client().$get({ query: { data_inicio: "2010-01-01", ...query } }));
  return data
    .filter(({ total_enriquecimentos }) => total_enriquecimentos > 0)
    .map(({ dia_semana, hora, ultima_hora }) => [dia_semana, hora, ultima_hora?.inicio, ultima_hora?.fim]);
}

describe("GET /analytics/heatmap", () => {
  it("places a job by the clocks of the zone, also one with half hours", async () => {
    // A Monday, 01:45 in UTC.
    await onlyJobAt("2026-11-23T01:45:00Z");
    expect(await filledCells({ fuso: "UTC" })).toEqual([
      [1, 1, "2026-11-23T01:00:00Z", "2026-11-23T02:00:00Z"],
    ]);
    expect(await filledCells({})).toEqual([
      [7, 22, "2026-11-22T22:00:00-03:00", "2026-11-22T23:00:00-03:00"],
    ]);
    expect(await filledCells({ fuso: "Asia/Kolkata" })).toEqual([
      [1, 7, "2026-11-23T07:00:00+05:30", "2026-11-23T08:00:00+05:30"],
    ]);
  });

  it("counts both hours that clocks repeat, and names the one with the job", async () => {
    const query = { fuso: "America/New_York" };
    await onlyJobAt("2026-11-01T05:30:00Z");
    expect(await filledCells(query)).toEqual([
      [7, 1, "2026-11-01T01:00:00-04:00", "2026-11-01T01:00:00-05:00"],
    ]);
    await onlyJobAt("2026-11-01T06:30:00Z");
    expect(await filledCells(query)).toEqual([
      [7, 1, "2026-11-01T01:00:00-05:00", "2026-11-01T02:00:00-05:00"],
    ]);
  });

  it("splits an hour of UTC in which clocks change", async () => {
    // Until 2006 the clocks of Moncton changed at 00:01, at 04:01 UTC in April 2006, on a Sunday.
    const query = { fuso: "America/Moncton", data_inicio: "2006-04-01", data_fim: "2006-04-03" };
    await onlyJobAt("2006-04-02T04:00:30Z");
    expect((await filledCells(query)).map(([day, hour]) => [day, hour])).toEqual([[7, 0]]);
    await onlyJobAt("2006-04-02T04:01:30Z");
    expect((await filledCells(query)).map(([day, hour]) => [day, hour])).toEqual([[7, 1]]);
  });

  it("cuts the hours in which the period begins and ends", async () => {
    await onlyJobAt("2026-11-23T14:30:00Z");
    const from = { fuso: "UTC", data_inicio: "2026-11-23T14:30:00Z" };
    expect(await filledCells({ ...from, data_fim: "2026-11-23T14:30:00.001Z" })).toHaveLength(1);
    expect(await filledCells({ ...from, data_inicio: "2026-11-23T14:30:00.001Z" })).toEqual([]);
    expect(
      await filledCells({ fuso: "UTC", data_inicio: "2026-11-23", data_fim: "2026-11-23T14:30:00Z" }),
    ).toEqual([]);
  });

  it("excludes and counts jobs of implausible years", async () => {
    await onlyJobAt("infinity");
    const { data, meta } = await bodyOf(await client().$get({ query: {} }));
    expect(data.reduce((sum, cell) => sum + cell.total_enriquecimentos, 0)).toBe(19);
    expect(meta.enriquecimentos_fora).toBe(1);
  });
});
