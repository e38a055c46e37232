import { testClient } from "hono/testing";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { bodyOf } from "../../testing/body-of.ts";
import { createFixtureApi, type FixtureApi } from "../../testing/fixture-api.ts";
import { hourOfWeek } from "../../testing/oracle.ts";

let api: FixtureApi;

beforeAll(async () => {
  api = await createFixtureApi(inject("postgresUrl"), { enrichments: 300, workspaces: 2 });
});

afterAll(() => api[Symbol.asyncDispose]());

const client = () => testClient(api.app).analytics.heatmap;
const listClient = () => testClient(api.app).analytics.enrichments;
const list = async (query: Parameters<ReturnType<typeof listClient>["$get"]>[0]["query"]) =>
  bodyOf(await listClient().$get({ query }));

type HeatmapQuery = Parameters<ReturnType<typeof client>["$get"]>[0]["query"];

/** Creates a job every ten minutes from a day before `instant` on, half a minute after it. */
const jobsAround = (instant: string) => api.sql`
  update gold.enrichments
  set data_criacao = ${instant}::text::timestamptz - interval '23:59:30' + place * interval '10 minutes'
  from (select id_enriquecimento, row_number() over (order by id_enriquecimento) as place from gold.enrichments) as places
  where places.id_enriquecimento = enrichments.id_enriquecimento`;

/** Sets the creation of one job to `instant`, and of all others before every period here. */
const onlyJobAt = (instant: string) => api.sql`
  update gold.enrichments
  set data_criacao = case
    when id_enriquecimento = md5('job1')::uuid then ${instant}::text::timestamptz else '2001-01-01T12:00:00Z' end`;

async function filledCells(query: HeatmapQuery) {
  const { data } = await bodyOf(await client().$get({ query: { data_inicio: "2010-01-01", ...query } }));
  return data
    .filter(({ total_enriquecimentos }) => total_enriquecimentos > 0)
    .map(({ dia_semana, hora, total_enriquecimentos: jobs }) => [dia_semana, hora, jobs]);
}

describe("GET /analytics/heatmap", () => {
  it("places a job by the clocks of the zone, also one with half hours", async () => {
    // A Monday, 01:45 in UTC.
    await onlyJobAt("2026-11-23T01:45:00Z");
    expect(await filledCells({ fuso: "UTC" })).toEqual([[1, 1, 1]]);
    expect(await filledCells({})).toEqual([[7, 22, 1]]);
    expect(await filledCells({ fuso: "Asia/Kolkata" })).toEqual([[1, 7, 1]]);
  });

  it("splits an hour of UTC in which clocks change", async () => {
    // Until 2006 the clocks of Moncton changed at 00:01, at 04:01 UTC in April 2006, on a Sunday.
    const query = { fuso: "America/Moncton", data_inicio: "2006-04-01", data_fim: "2006-04-03" };
    await onlyJobAt("2006-04-02T04:00:30Z");
    expect(await filledCells(query)).toEqual([[7, 0, 1]]);
    await onlyJobAt("2006-04-02T04:01:30Z");
    expect(await filledCells(query)).toEqual([[7, 1, 1]]);
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
    expect(data.reduce((sum, cell) => sum + cell.total_enriquecimentos, 0)).toBe(299);
    expect(meta.enriquecimentos_fora).toBe(1);
  });

  it.each([
    ["America/Sao_Paulo", "2018-02-18T02:00:00Z", "skips no hour, repeats one at midnight"],
    ["America/New_York", "2026-11-01T06:00:00Z", "repeats an hour"],
    ["America/New_York", "2026-03-08T07:00:00Z", "skips an hour"],
    ["America/St_Johns", "2011-03-13T03:30:00Z", "has three hours of its day in one hour of UTC"],
    ["America/Moncton", "2005-10-30T03:00:00Z", "repeats an hour from its second minute on"],
    ["Australia/Lord_Howe", "2026-10-03T15:30:00Z", "skips half an hour"],
    ["Australia/Lord_Howe", "2026-04-04T15:00:00Z", "repeats half an hour"],
    ["Asia/Kathmandu", "1985-12-31T18:30:00Z", "skips a quarter of an hour"],
    ["Pacific/Apia", "2011-12-30T10:00:00Z", "skips a day"],
    ["Asia/Kolkata", "2026-11-23T00:00:00Z", "has half hours"],
  ])("counts in each cell the jobs of its list, where %s at %s %s", async (fuso, change) => {
    await jobsAround(change);
    const cells = (await bodyOf(await client().$get({ query: { fuso } }))).data;
    const { data: workspaces } = await list({ limit: "1" });
    const [id_workspace] = workspaces.map((row) => row.id_workspace);
    for (const query of [{ fuso }, { fuso, id_workspace }]) {
      const listed = new Map<string, number>();
      for (const { dia_semana, hora, total_enriquecimentos } of cells.filter(
        (cell) => cell.total_enriquecimentos > 0,
      )) {
        const own = { dia_semana: `${dia_semana}`, hora: `${hora}`, limit: "100" };
        const { data, meta } = await list({ ...query, ...own });
        expect(meta.total).toBe(data.length);
        for (const { data_criacao, id_enriquecimento } of data) {
          expect(hourOfWeek(new Date(data_criacao), fuso)).toBe(24 * (dia_semana - 1) + hora);
          listed.set(id_enriquecimento, 1);
        }
        if (!("id_workspace" in query)) expect(meta.total).toBe(total_enriquecimentos);
      }
      const all = await list({ ...query, limit: "1" });
      expect(listed.size).toBe(all.meta.total);
    }
  });

  it("adds up by weekday and by hour to the list of each", async () => {
    await jobsAround("2026-11-01T06:00:00Z");
    const query = { fuso: "America/New_York" };
    const { data } = await bodyOf(await client().$get({ query }));
    for (const [name, value] of [
      ["dia_semana", 7],
      ["hora", 1],
    ] as const) {
      const cells = data.filter((cell) => cell[name] === value);
      const { meta } = await list({ ...query, [name]: `${value}` });
      expect(meta.total).toBe(cells.reduce((sum, cell) => sum + cell.total_enriquecimentos, 0));
      expect(meta.total).toBeGreaterThan(0);
    }
  });
});
