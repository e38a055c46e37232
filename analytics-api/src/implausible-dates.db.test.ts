import { parse } from "csv-parse/sync";
import { testClient } from "hono/testing";
import { afterEach, beforeEach, describe, expect, inject, it } from "vitest";
import { bodyOf } from "../testing/body-of.ts";
import { createFixtureApi, type FixtureApi } from "../testing/fixture-api.ts";
import { dimension } from "./schemas/measures.ts";
import { enrichmentSorts } from "./schemas/selection.ts";

/** Dates of PostgreSQL, and their form in JSON. */
const dates: [date: string, shown: string | null][] = [
  ["0001-01-01 00:00:00+00", "0001-01-01T00:00:00.000Z"],
  ["0044-03-15 12:00:00+00 BC", "-000043-03-15T12:00:00.000Z"],
  ["4713-01-01 00:00:00+00 BC", "-004712-01-01T00:00:00.000Z"],
  ["1900-01-01 03:30:00+00", "1900-01-01T03:30:00.000Z"],
  ["1969-12-31 23:59:59+00", "1969-12-31T23:59:59.000Z"],
  ["1970-01-01 00:00:00+00", "1970-01-01T00:00:00.000Z"],
  ["2150-06-01 12:00:00+00", "2150-06-01T12:00:00.000Z"],
  ["9999-12-31 23:59:59.999999+00", "9999-12-31T23:59:59.999Z"],
  ["20000-02-29 00:00:00+00", "+020000-02-29T00:00:00.000Z"],
  ["294000-01-01 00:00:00+00", null],
  ["infinity", null],
  ["-infinity", null],
];

const JOBS = 30;

let api: FixtureApi;
const client = () => testClient(api.app);

beforeEach(async () => {
  api = await createFixtureApi(inject("postgresUrl"), { enrichments: JOBS, workspaces: 3 });
});

afterEach(() => api[Symbol.asyncDispose]());

/** Adds a job to gold for each date, as a pipeline without a rule for dates would. */
const insertJobs = (created: readonly string[]) => api.sql`
  insert into gold.enrichments
  select (jsonb_populate_record(job, jsonb_build_object(
    'id_enriquecimento', md5('odd' || date)::uuid, 'id_workspace', md5('odd workspace')::uuid, 'data_criacao', date))).*
  from (select enrichments as job from gold.enrichments limit 1) as any_job
  cross join unnest(${[...created]}::text[]) as date`;

const oddIds = (created: readonly string[]) =>
  api.sql<
    { id: string }[]
  >`select md5('odd' || date)::uuid as id from unnest(${[...created]}::text[]) as date`;

/** All pages of a list, by cursor. */
async function readAllPages(
  query: Parameters<ReturnType<typeof client>["analytics"]["enrichments"]["$get"]>[0]["query"],
) {
  const rows = [];
  let cursor: string | undefined;
  do {
    const { data, meta } = await bodyOf(
      await client().analytics.enrichments.$get({ query: { ...query, cursor } }),
    );
    rows.push(...data);
    cursor = meta.next_cursor ?? undefined;
  } while (cursor);
  return rows;
}

/** Checks every endpoint while jobs of these dates are in gold. */
async function expectAnswers(created: readonly string[]) {
  const total = JOBS + created.length;
  const { analytics } = client();
  const overview = await bodyOf(await analytics.overview.$get({ query: {} }));
  expect(overview.data.atual.total_enriquecimentos).toBe(total);
  for (const por of dimension.options) {
    const { data } = await bodyOf(await analytics.breakdown.$get({ query: { por } }));
    expect(data.reduce((sum, { total_enriquecimentos }) => sum + total_enriquecimentos, 0)).toBe(total);
  }
  const top = await bodyOf(await analytics.workspaces.top.$get({ query: {} }));
  const odd = top.data.find((workspace) => workspace.total_enriquecimentos === created.length);
  const own = await analytics.workspaces[":id"].$get({ param: { id: odd?.id_workspace ?? "" }, query: {} });
  expect(own.status).toBe(200);
  for (const [index, { id }] of (await oddIds(created)).entries()) {
    const { data } = await bodyOf(await analytics.enrichments[":id"].$get({ param: { id }, query: {} }));
    expect(data.enrichment?.data_criacao).toBe(dates.find(([date]) => date === created[index])?.[1]);
  }
}

/** Checks that the list has the rows of gold in every order, by cursor and by page. */
async function expectLists(created: readonly string[]) {
  for (const ordenar of enrichmentSorts)
    for (const ordem of ["asc", "desc"] as const) {
      const direction = ordem === "asc" ? api.sql`asc` : api.sql`desc`;
      const columns = [ordenar, "id_enriquecimento"].map((name) => api.sql`${api.sql(name)} ${direction}`);
      const rows = await api.sql<{ id: string }[]>`
        select id_enriquecimento as id from gold.enrichments
        order by ${columns.reduce((all, one) => api.sql`${all}, ${one}`)}`;
      const expected = rows.map(({ id }) => id);
      for (const limit of ["1", "7"])
        expect((await readAllPages({ ordenar, ordem, limit })).map((row) => row.id_enriquecimento)).toEqual(
          expected,
        );
      const { data, meta } = await bodyOf(
        await client().analytics.enrichments.$get({ query: { ordenar, ordem, limit: "5", page: "3" } }),
      );
      expect(data.map((row) => row.id_enriquecimento)).toEqual(expected.slice(10, 15));
      expect(meta.total).toBe(JOBS + created.length);
    }
}

describe.each(dates)("a job created at %s", (date, shown) => {
  it("is counted, listed and shown with that date", async () => {
    await insertJobs([date]);
    await expectAnswers([date]);
    await expectLists([date]);
    const ends = await client().analytics.enrichments.$get({
      query: { ordenar: "data_criacao", limit: "100" },
    });
    expect((await bodyOf(ends)).data.filter((row) => row.data_criacao === shown)).toHaveLength(1);
  });

  it("does not prevent time series of any interval", async () => {
    await insertJobs([date]);
    const { timeseries } = client().analytics;
    for (const intervalo of ["auto", "mes"] as const) {
      const { data, meta } = await bodyOf(await timeseries.$get({ query: { intervalo } }));
      expect(data.reduce((sum, bucket) => sum + bucket.total_enriquecimentos, 0)).toBeGreaterThanOrEqual(
        JOBS,
      );
      expect(meta.periodo.inicio).not.toBeNull();
    }
    for (const intervalo of ["hora", "dia", "semana", "mes", "auto"] as const) {
      const { data } = await bodyOf(
        await timeseries.$get({
          query: { intervalo, data_inicio: "2026-11-20", por: "status_processamento" },
        }),
      );
      expect(data.at(-1)?.inicio).toMatch(/^2026-1[12]-/);
    }
  });

  it("is exported, in PostgreSQL's format if ISO 8601 has none", async () => {
    await insertJobs([date]);
    const response = await client().analytics["enrichments.csv"].$get({ query: { fuso: "UTC" } });
    const cells = parse(await response.text(), { columns: true }) as Record<string, string>[];
    const [{ id } = { id: "" }] = await oddIds([date]);
    const cell = cells.find(({ id_enriquecimento }) => id_enriquecimento === id)?.data_criacao ?? "";
    const [{ same } = { same: false }] = await api.sql<{ same: boolean }[]>`
      select date_trunc('milliseconds', ${cell}::text::timestamptz)
           = date_trunc('milliseconds', ${date}::text::timestamptz) as same`;
    expect(same).toBe(true);
  });
});

it("supports all implausible dates at once", async () => {
  const created = dates.map(([date]) => date);
  await insertJobs(created);
  await expectAnswers(created);
  await expectLists(created);
  const { data, meta } = await bodyOf(
    await client().analytics.timeseries.$get({ query: { intervalo: "auto" } }),
  );
  expect(meta.intervalo).toBe("mes");
  expect(data.at(0)?.inicio).toBe("1969-12-01T00:00:00-03:00");
  expect(data.reduce((sum, bucket) => sum + bucket.total_enriquecimentos, 0)).toBe(JOBS + 2);
  expect(meta.enriquecimentos_fora).toBe(created.length - 2);
});
