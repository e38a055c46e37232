import { gold } from "@enrichment-monitor/warehouse";
import fc from "fast-check";
import { testClient } from "hono/testing";
import { afterAll, beforeAll, expect, inject, it } from "vitest";
import { bodyOf } from "../testing/body-of.ts";
import { createFixtureApi, FIXTURE_NOW, type FixtureApi } from "../testing/fixture-api.ts";
import { insertManyJobs } from "../testing/many-jobs.ts";
import { enrichmentSorts } from "./schemas/selection.ts";

/** More than the limits of exact percentiles and of lists found by their hours. */
const JOBS = 30_000;
const PERIOD = { from: new Date("2026-06-03T10:20:30Z"), to: new Date("2026-11-20T22:11:00Z") };
/** A class of durations is a factor of 2^(1/8) wide; its middle is returned, rounded to three digits. */
const MAX_ERROR = 0.05;

let api: FixtureApi;
let workspaces: string[];
const client = () => testClient(api.app).analytics;

beforeAll(async () => {
  api = await createFixtureApi(inject("postgresUrl"), { enrichments: 10, workspaces: 1 });
  await api.sql`truncate gold.enrichments`;
  await insertManyJobs(api.sql, { now: FIXTURE_NOW, jobs: JOBS });
  const rows = await api.sql<{ id: string }[]>`
    select id_workspace as id from gold.enrichments group by 1 order by count(*) desc, 1 limit 20`;
  workspaces = rows.map(({ id }) => id);
});

afterAll(() => api[Symbol.asyncDispose]());

/** Computed by `width_bucket` and `percentile_disc` over the rows of gold. */
const exactPercentiles = (column: string) => api.sql<{ value: string; p50: number; p95: number }[]>`
  select ${api.sql(column)}::text as value, percentiles[1] as p50, percentiles[2] as p95
  from (
    select ${api.sql(column)}, percentile_disc(array[0.5, 0.95]) within group (order by duracao_processamento_minutos) as percentiles
    from gold.enrichments
    where data_criacao >= ${PERIOD.from} and data_criacao < ${PERIOD.to} and status_processamento <> 'EM_PROCESSAMENTO'
    group by 1
  ) as measured`;

const near = (minutes: number) => expect.closeTo(minutes, -Math.log10(2 * minutes * MAX_ERROR));

it("returns percentiles of many jobs within a class, for any grouping", async () => {
  const query = { data_inicio: PERIOD.from.toISOString(), data_fim: PERIOD.to.toISOString() };
  const breakdown = await bodyOf(
    await client().breakdown.$get({ query: { ...query, por: "categoria_tamanho_job" } }),
  );
  for (const { value, p50, p95 } of await exactPercentiles("categoria_tamanho_job"))
    expect(breakdown.data.find(({ valor }) => valor === value)).toMatchObject({
      duracao_p50_minutos: near(p50),
      duracao_p95_minutos: near(p95),
    });
  const top = await bodyOf(await client().workspaces.top.$get({ query: { ...query, limit: "20" } }));
  const byWorkspace = await exactPercentiles("id_workspace");
  for (const { id_workspace, duracao_p50_minutos, duracao_p95_minutos } of top.data) {
    const exact = byWorkspace.find(({ value }) => value === id_workspace);
    expect(duracao_p50_minutos).toEqual(near(exact?.p50 ?? 0));
    expect(duracao_p95_minutos).toEqual(near(exact?.p95 ?? 0));
  }
});

it.each(["America/Sao_Paulo", "Asia/Tokyo", "Asia/Kolkata", "Asia/Kathmandu"])(
  "returns the sums and percentiles of each day in %s",
  async (fuso) => {
    const { data } = await bodyOf(
      await client().timeseries.$get({ query: { fuso, data_inicio: "2026-06-03", data_fim: "2026-11-24" } }),
    );
    const days = await api.sql<{ jobs: number; contacts: number; p95: number }[]>`
      select count(*) as jobs, sum(total_contatos)::bigint as contacts,
             percentile_disc(0.95) within group (order by duracao_processamento_minutos)
               filter (where status_processamento <> 'EM_PROCESSAMENTO') as p95
      from (select *, (data_criacao at time zone ${fuso}::text)::date as day from gold.enrichments) as job
      where day >= '2026-06-03' group by day order by day`;
    const filled = data.filter(({ total_enriquecimentos }) => total_enriquecimentos > 0);
    expect(
      filled.map((day) => [day.total_enriquecimentos, day.total_contatos, day.duracao_p95_minutos]),
    ).toEqual(days.map(({ jobs, contacts, p95 }) => [jobs, contacts, near(p95)]));
  },
);

it.each(["America/Sao_Paulo", "Asia/Kolkata"])(
  "returns the sums and percentiles of each hour of the week in %s",
  async (fuso) => {
    const query = { fuso, data_inicio: PERIOD.from.toISOString(), data_fim: PERIOD.to.toISOString() };
    const { data } = await bodyOf(await client().heatmap.$get({ query: { ...query, percentis: "true" } }));
    const hours = await api.sql<{ hour: number; jobs: number; contacts: number; p95: number }[]>`
      select 24 * (extract(isodow from local) - 1)::int + extract(hour from local)::int as hour,
             count(*) as jobs, sum(total_contatos)::bigint as contacts,
             percentile_disc(0.95) within group (order by duracao_processamento_minutos)
               filter (where status_processamento <> 'EM_PROCESSAMENTO') as p95
      from (select *, data_criacao at time zone ${fuso}::text as local from gold.enrichments) as job
      where data_criacao >= ${PERIOD.from} and data_criacao < ${PERIOD.to}
      group by hour order by hour`;
    expect(hours).toHaveLength(168);
    expect(
      data.map((cell, hour) => ({
        hour,
        jobs: cell.total_enriquecimentos,
        contacts: cell.total_contatos,
        p95: cell.duracao_p95_minutos,
      })),
    ).toEqual(hours.map((hour) => ({ ...hour, p95: near(hour.p95) })));
  },
);

it("lists matching jobs in any order, by page and by cursor", () =>
  fc.assert(
    fc.asyncProperty(
      fc.record(
        {
          page: fc.integer({ min: 1, max: 10 }),
          ordenar: fc.constantFrom(...enrichmentSorts),
          ordem: fc.constantFrom("asc", "desc"),
          id_workspace: fc.subarray(workspaces, { minLength: 1, maxLength: 4 }),
          status_processamento: fc.subarray([...gold.processingStatuses], { minLength: 1, maxLength: 2 }),
          data_inicio: fc.constant(PERIOD.from.toISOString()),
          data_fim: fc.constantFrom(PERIOD.to.toISOString(), "2026-06-20T01:02:03Z"),
          dia_semana: fc.constantFrom("1", "7"),
          hora: fc.constantFrom("0", "14", "23"),
          fuso: fc.constantFrom("America/Sao_Paulo", "America/New_York", "Asia/Kolkata"),
        },
        { requiredKeys: ["page", "ordenar", "ordem", "fuso"] },
      ),
      async ({ page, ...query }) => {
        const { sql } = api;
        const list = (at: { page?: string; cursor?: string }) =>
          client()
            .enrichments.$get({ query: { ...query, limit: "100", ...at } })
            .then(bodyOf);
        const clocks = sql`data_criacao at time zone ${query.fuso}::text`;
        const direction = query.ordem === "asc" ? sql`asc` : sql`desc`;
        const rows = await sql<{ id: string }[]>`
          select id_enriquecimento as id from gold.enrichments
          where ${query.id_workspace ? sql`id_workspace = any(${query.id_workspace}::uuid[])` : sql`true`}
            and ${query.status_processamento ? sql`status_processamento = any(${query.status_processamento})` : sql`true`}
            and ${query.data_inicio ? sql`data_criacao >= ${query.data_inicio}` : sql`true`}
            and ${query.data_fim ? sql`data_criacao < ${query.data_fim}` : sql`true`}
            and ${query.dia_semana ? sql`extract(isodow from ${clocks}) = ${query.dia_semana}` : sql`true`}
            and ${query.hora ? sql`extract(hour from ${clocks}) = ${query.hora}` : sql`true`}
          order by ${sql(query.ordenar)} ${direction}, id_enriquecimento ${direction}`;
        const ids = rows.map(({ id }) => id);
        const { data, meta } = await list({ page: `${page}` });
        expect(meta.total).toBe(ids.length);
        expect(data.map((row) => row.id_enriquecimento)).toEqual(ids.slice(100 * (page - 1), 100 * page));
        if (meta.next_cursor === null) return;
        const next = await list({ cursor: meta.next_cursor });
        expect(next.data.map((row) => row.id_enriquecimento)).toEqual(
          ids.slice(100 * page, 100 * page + 100),
        );
      },
    ),
    { numRuns: 100 },
  ));
