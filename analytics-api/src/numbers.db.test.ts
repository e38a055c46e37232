import { gold } from "@enrichment-monitor/warehouse";
import fc from "fast-check";
import { testClient } from "hono/testing";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { bodyOf } from "../testing/body-of.ts";
import { createFixtureApi, FIXTURE_TARGETS, type FixtureApi } from "../testing/fixture-api.ts";
import { bucketOf, hourOfWeek, measure, measuredFrom, percentile } from "../testing/oracle.ts";
import { resolvePeriod } from "./period.ts";
import { intervals } from "./queries/calendar.ts";
import type { Enrichment } from "./schemas/enrichment.ts";
import { dimension, dimensions } from "./schemas/measures.ts";
import { enrichmentSorts } from "./schemas/selection.ts";

let api: FixtureApi;
let rows: Enrichment[];
let workspaceIds: string[];

beforeAll(async () => {
  api = await createFixtureApi(inject("postgresUrl"), { enrichments: 1_500, workspaces: 8 });
  rows = await api.sql<Enrichment[]>`select * from gold.enrichments`;
  workspaceIds = [...new Set(rows.map((row) => row.id_workspace))];
});

afterAll(() => api[Symbol.asyncDispose]());

const client = () => testClient(api.app);

const some = <const Value extends string>(values: readonly Value[]) =>
  fc.option(fc.subarray([...values], { minLength: 1 }), { nil: undefined, freq: 2 });

const moment = fc.date({
  min: new Date("2026-09-20T00:00:00Z"),
  max: new Date("2026-11-26T00:00:00Z"),
  noInvalidDate: true,
});
/** Days, instants, and the exact instants of jobs, which distinguish inclusive from exclusive bounds. */
const edge = () =>
  fc.option(
    fc.oneof(
      moment.map((date) => date.toISOString().slice(0, 10)),
      moment.map((date) => date.toISOString()),
      fc.constantFrom(...rows).map((row) => row.data_criacao.toISOString()),
    ),
    { nil: undefined, freq: 2 },
  );

/** Valid filters of all kinds. */
const filters = () =>
  fc
    .record({
      data_inicio: edge(),
      data_fim: edge(),
      fuso: fc.constantFrom("America/Sao_Paulo", "UTC", "Asia/Kolkata", "America/New_York", "Pacific/Apia"),
      id_workspace: some(workspaceIds),
      status_processamento: some(gold.processingStatuses),
      tipo_contato: some(gold.contactTypes),
      categoria_tamanho_job: some(gold.jobSizes),
    })
    .filter((query) => {
      const { from, to } = resolvePeriod(query);
      return !from || !to || from < to;
    });

type Query = ReturnType<typeof filters> extends fc.Arbitrary<infer Drawn> ? Drawn : never;

function matching(query: Query, period = resolvePeriod(query)): Enrichment[] {
  const { id_workspace, status_processamento, tipo_contato, categoria_tamanho_job } = query;
  return rows.filter(
    (row) =>
      (!period.from || row.data_criacao >= period.from) &&
      (!period.to || row.data_criacao < period.to) &&
      (!id_workspace || id_workspace.includes(row.id_workspace)) &&
      (!status_processamento || status_processamento.includes(row.status_processamento)) &&
      (!tipo_contato || tipo_contato.includes(row.tipo_contato)) &&
      (!categoria_tamanho_job || categoria_tamanho_job.includes(row.categoria_tamanho_job)),
  );
}

const check = <Value>(
  arbitrary: fc.Arbitrary<Value>,
  property: (value: Value) => Promise<void>,
  numRuns = 30,
) => fc.assert(fc.asyncProperty(arbitrary, property), { numRuns });

/** Compares by the first differing value. */
const by =
  (placeOf: (row: Enrichment) => (string | number | Date)[]) =>
  (a: Enrichment, b: Enrichment): number => {
    const others = placeOf(b);
    for (const [at, value] of placeOf(a).entries()) {
      const other = others[at];
      if (other !== undefined && value < other) return -1;
      if (other !== undefined && value > other) return 1;
    }
    return 0;
  };

describe("numbers equal those computed from the rows of gold, for any filters", () => {
  it("targets, as a whole and by the buckets of the selected interval", () =>
    check(filters(), async (query) => {
      const { data, meta } = await bodyOf(await client().analytics.targets.$get({ query }));
      const expected = matching(query);
      const finishedOf = (jobs: readonly Enrichment[]) =>
        jobs.filter(({ status_processamento }) => status_processamento !== "EM_PROCESSAMENTO");
      const rateOf = (jobs: readonly Enrichment[]) => measure(jobs).taxa_sucesso;
      const p95Of = (jobs: readonly Enrichment[]) =>
        percentile(
          finishedOf(jobs)
            .map(({ duracao_processamento_minutos }) => duracao_processamento_minutos ?? Number.NaN)
            .toSorted((a, b) => a - b),
          0.95,
        );
      const buckets = [
        ...Map.groupBy(expected, (row) => bucketOf(row.data_criacao, meta.intervalo, query.fuso)).values(),
      ];
      for (const [judged, measureOf, isKept] of [
        [data.taxa_sucesso, rateOf, (value: number) => value >= FIXTURE_TARGETS.success_rate],
        [data.duracao_p95_minutos, p95Of, (value: number) => value <= FIXTURE_TARGETS.duration_p95_minutes],
      ] as const) {
        const verdictOf = (jobs: readonly Enrichment[]) =>
          finishedOf(jobs).length < 20 ? null : isKept(measureOf(jobs) ?? Number.NaN);
        const verdicts = buckets.map(verdictOf).filter((verdict) => verdict !== null);
        const kept = verdicts.filter(Boolean).length;
        expect(judged).toMatchObject({
          valor: measureOf(expected),
          cumprida: verdictOf(expected),
          intervalos: verdicts.length,
          intervalos_cumpridos: kept,
          parte_cumprida: verdicts.length === 0 ? null : kept / verdicts.length,
        });
      }
    }));

  it("overview", () =>
    check(filters(), async (query) => {
      const body = await bodyOf(await client().analytics.overview.$get({ query }));
      const expected = matching(query);
      expect(body.data.atual).toMatchObject(measuredFrom(expected));
      for (const by of dimension.options)
        expect(body.data.atual.distribuicao[by]).toEqual(
          dimensions[by].map((valor) => {
            const { total_enriquecimentos, total_contatos } = measure(
              expected.filter((row) => row[by] === valor),
            );
            return { valor, total_enriquecimentos, total_contatos };
          }),
        );
    }));

  it("overview of the previous period of equal length", () =>
    check(filters(), async (query) => {
      const { data, meta } = await bodyOf(await client().analytics.overview.$get({ query }));
      const previous = meta.periodo_anterior;
      expect(previous === null).toBe(data.anterior === null);
      if (!previous?.inicio || !previous.fim || !data.anterior) return;
      const period = { from: new Date(previous.inicio), to: new Date(previous.fim) };
      expect(data.anterior).toMatchObject(measuredFrom(matching(query, period)));
    }));

  it("overview of the same days a week earlier", () =>
    check(filters(), async (query) => {
      const { data, meta } = await bodyOf(
        await client().analytics.overview.$get({ query: { ...query, comparar: "semana" } }),
      );
      const earlier = meta.periodo_anterior;
      expect(earlier === null).toBe(data.anterior === null);
      if (!earlier?.inicio || !earlier.fim || !data.anterior) return;
      const period = { from: new Date(earlier.inicio), to: new Date(earlier.fim) };
      expect(data.anterior).toMatchObject(measuredFrom(matching(query, period)));
    }));

  it("heat map, in any zone", () =>
    check(fc.tuple(filters(), fc.constantFrom("true", "false")), async ([query, percentis]) => {
      const { data, meta } = await bodyOf(
        await client().analytics.heatmap.$get({ query: { ...query, percentis } }),
      );
      const expected = Map.groupBy(matching(query), (row) => hourOfWeek(row.data_criacao, query.fuso));
      expect(meta.enriquecimentos_fora).toBe(0);
      expect(data).toHaveLength(168);
      for (const [index, cell] of data.entries()) {
        const inCell = expected.get(index) ?? [];
        expect([cell.dia_semana, cell.hora]).toEqual([Math.floor(index / 24) + 1, index % 24]);
        expect(cell).toMatchObject({
          ...measuredFrom(inCell),
          ...(percentis === "false" && { duracao_p50_minutos: null, duracao_p95_minutos: null }),
        });
      }
    }));

  it("where a workspace stands", () =>
    check(fc.tuple(filters(), fc.constantFrom(...workspaceIds)), async ([{ id_workspace, ...query }, id]) => {
      const { data } = await bodyOf(
        await client().analytics.workspaces[":id"].standing.$get({ param: { id }, query }),
      );
      const groups = Map.groupBy(matching({ ...query, id_workspace: undefined }), (row) => row.id_workspace);
      const own = measure(groups.get(id) ?? []).taxa_sucesso;
      const rates = [...groups.values()]
        .flatMap((group) => measure(group).taxa_sucesso ?? [])
        .sort((a, b) => a - b);
      const middle = [percentile(rates, 0.5), percentile(rates.toReversed(), 0.5)];
      expect(data.taxa_sucesso).toEqual({
        valor: own,
        posicao: own === null ? null : 1 + rates.filter((rate) => rate > own).length,
        workspaces: rates.length,
        mediana: rates.length === 0 ? null : expect.closeTo((Number(middle[0]) + Number(middle[1])) / 2, 9),
        valores: rates,
      });
      const jobs = [...groups.values()].map((group) => group.length).sort((a, b) => a - b);
      expect(data.total_enriquecimentos.valores).toEqual(jobs);
      const shorter = data.duracao_p95_minutos.valores.filter(
        (value) => value < Number(data.duracao_p95_minutos.valor),
      );
      expect(data.duracao_p95_minutos.posicao).toBe(
        data.duracao_p95_minutos.valor === null ? null : shorter.length + 1,
      );
    }));

  it("time series with the jobs at the same places of an earlier period", () =>
    check(
      fc.tuple(filters(), fc.constantFrom(...intervals), fc.constantFrom("anterior", "semana")),
      async ([query, intervalo, comparar]) => {
        const { data } = await bodyOf(
          await client().analytics.timeseries.$get({ query: { ...query, intervalo, comparar } }),
        );
        const { data: compared } = await bodyOf(
          await client().analytics.overview.$get({ query: { ...query, comparar } }),
        );
        // Without a job there may be no bucket.
        if (data.length === 0) return;
        const earlier = data.flatMap(({ anterior }) => anterior ?? []);
        expect(earlier.length === 0).toBe(compared.anterior === null);
        if (compared.anterior)
          expect(earlier.reduce((sum, jobs) => sum + jobs, 0)).toBe(compared.anterior.total_enriquecimentos);
      },
    ));

  it("breakdown", () =>
    check(fc.tuple(filters(), fc.constantFrom(...dimension.options)), async ([query, por]) => {
      const { data } = await bodyOf(await client().analytics.breakdown.$get({ query: { ...query, por } }));
      const expected = matching(query);
      expect(data).toEqual(
        dimensions[por].map((valor) => {
          const group = expected.filter((row) => row[por] === valor);
          const share = expected.length ? expect.closeTo(group.length / expected.length, 9) : null;
          return { valor, participacao: share, ...measuredFrom(group) };
        }),
      );
    }));

  it("time series, in any zone", () =>
    check(
      fc.tuple(filters(), fc.constantFrom(...intervals), fc.constantFrom(...dimension.options)),
      async ([query, intervalo, por]) => {
        const { data } = await bodyOf(
          await client().analytics.timeseries.$get({ query: { ...query, intervalo, por } }),
        );
        const expected = Map.groupBy(matching(query), (row) =>
          bucketOf(row.data_criacao, intervalo, query.fuso),
        );
        const starts = data.map(({ inicio }) => new Date(inicio).toISOString());
        for (const start of expected.keys()) expect(starts).toContain(start);
        for (const [index, bucket] of data.entries()) {
          const inBucket = expected.get(new Date(bucket.inicio).toISOString()) ?? [];
          expect(bucket).toMatchObject(measuredFrom(inBucket));
          expect(bucket.grupos).toEqual(
            dimensions[por].map((valor) => ({
              valor,
              ...measuredFrom(inBucket.filter((row) => row[por] === valor)),
            })),
          );
          expect(bucket.fim).toBe(data[index + 1]?.inicio ?? bucket.fim);
        }
      },
      40,
    ));

  it("top workspaces", () =>
    check(
      fc.tuple(
        filters(),
        fc.constantFrom("total_enriquecimentos", "total_contatos", "taxa_sucesso", "duracao_media_minutos"),
        fc.constantFrom("asc", "desc"),
      ),
      async ([query, ordenar, ordem]) => {
        const { data } = await bodyOf(
          await client().analytics.workspaces.top.$get({ query: { ...query, ordenar, ordem, limit: "5" } }),
        );
        const groups = Map.groupBy(matching(query), (row) => row.id_workspace);
        expect(data).toHaveLength(Math.min(5, groups.size));
        for (const { id_workspace, nome_workspace, ...measures } of data)
          expect(measures).toEqual(measuredFrom(groups.get(id_workspace) ?? []));
        const inOrder = (values: (number | null)[]) =>
          values.toSorted((a, b) => (a === null ? 1 : b === null ? -1 : ordem === "asc" ? a - b : b - a));
        const all = [...groups.values()].map((group) => measure(group)[ordenar]);
        expect(data.map((workspace) => workspace[ordenar])).toEqual(
          inOrder(all)
            .slice(0, 5)
            .map((value) => value && expect.closeTo(value, 6)),
        );
      },
    ));

  it("one workspace", () =>
    check(fc.tuple(filters(), fc.constantFrom(...workspaceIds)), async ([{ id_workspace, ...query }, id]) => {
      const { data } = await bodyOf(
        await client().analytics.workspaces[":id"].$get({ param: { id }, query }),
      );
      expect(data.atual).toMatchObject(measuredFrom(matching({ ...query, id_workspace: [id] })));
    }));

  it("the list and its total, in any order, by page and by cursor", () =>
    check(
      fc.record({
        query: filters(),
        ordenar: fc.constantFrom(...enrichmentSorts),
        ordem: fc.constantFrom("asc", "desc"),
        limit: fc.integer({ min: 1, max: 100 }),
        page: fc.integer({ min: 1, max: 10 }),
        dia_semana: fc.option(fc.integer({ min: 1, max: 7 }), { nil: undefined }),
        hora: fc.option(fc.integer({ min: 0, max: 23 }), { nil: undefined, freq: 2 }),
      }),
      async ({ query, ordenar, ordem, limit, page, dia_semana, hora }) => {
        const isSelected = ({ data_criacao }: Enrichment) => {
          const hour = hourOfWeek(data_criacao, query.fuso);
          return (
            (dia_semana === undefined || Math.floor(hour / 24) + 1 === dia_semana) &&
            (hora === undefined || hour % 24 === hora)
          );
        };
        const own = { dia_semana: dia_semana?.toString(), hora: hora?.toString() };
        const list = async (at: { page?: string; cursor?: string }) =>
          bodyOf(
            await client().analytics.enrichments.$get({
              query: { ...query, ...own, ordenar, ordem, limit: `${limit}`, ...at },
            }),
          );
        const inOrder = matching(query)
          .filter(isSelected)
          .toSorted(by((row) => [row[ordenar] ?? Number.NaN, row.id_enriquecimento]))
          .map((row) => row.id_enriquecimento);
        if (ordem === "desc") inOrder.reverse();
        const { data, meta } = await list({ page: `${page}` });
        expect(meta.total).toBe(inOrder.length);
        expect(data.map((row) => row.id_enriquecimento)).toEqual(
          inOrder.slice((page - 1) * limit, page * limit),
        );
        expect(meta.next_cursor !== null).toBe(inOrder.length > page * limit);
        if (meta.next_cursor === null) return;
        const next = await list({ cursor: meta.next_cursor });
        expect(next.data.map((row) => row.id_enriquecimento)).toEqual(
          inOrder.slice(page * limit, (page + 1) * limit),
        );
      },
      250,
    ));
});
