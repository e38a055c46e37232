import { testClient } from "hono/testing";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { bodyOf } from "../../testing/body-of.ts";
import { createFixtureApi, type FixtureApi } from "../../testing/fixture-api.ts";

let api: FixtureApi;

beforeAll(async () => {
  api = await createFixtureApi(inject("postgresUrl"), { enrichments: 400, workspaces: 2 });
});

afterAll(() => api[Symbol.asyncDispose]());

/** A zone, and a day on which or in whose night its clocks change. */
const changes: [zone: string, day: string][] = [
  ["America/Sao_Paulo", "2018-11-04"],
  ["America/Sao_Paulo", "2018-02-18"],
  ["America/Santiago", "2026-09-06"],
  ["America/Santiago", "2026-04-05"],
  ["Africa/Cairo", "2026-04-24"],
  ["Africa/Cairo", "2026-10-30"],
  ["America/Asuncion", "2023-10-01"],
  ["America/Havana", "2026-03-08"],
  ["America/Havana", "2026-11-01"],
  ["Atlantic/Azores", "2026-10-25"],
  ["America/New_York", "2026-03-08"],
  ["America/New_York", "2026-11-01"],
  ["Australia/Lord_Howe", "2026-10-04"],
  ["Australia/Lord_Howe", "2026-04-05"],
  ["Pacific/Chatham", "2026-09-27"],
  ["Asia/Kathmandu", "1986-01-01"],
  ["Pacific/Apia", "2011-12-30"],
  ["UTC", "2026-01-01"],
];

const DAY_MS = 86_400_000;
/** The interval between two jobs; no bucket is shorter. */
const STEP_MS = 22 * 60_000;
const JOBS = 400;

/** Distributes all jobs evenly over the days around `day`, deterministically. */
async function spreadJobs(day: string): Promise<Date[]> {
  const first = Date.parse(`${day}T00:00:00Z`) - 3 * DAY_MS;
  const rows = await api.sql<{ instant: Date }[]>`
    update gold.enrichments
    set data_criacao = ${new Date(first)}::timestamptz + place * interval '1 millisecond' * ${STEP_MS}::int
    from (select id_enriquecimento, row_number() over (order by id_enriquecimento) - 1 as place from gold.enrichments) as places
    where places.id_enriquecimento = enrichments.id_enriquecimento
    returning data_criacao as instant`;
  expect(rows).toHaveLength(JOBS);
  return rows.map(({ instant }) => instant);
}

/** The local time of a zone, by JavaScript's own calendar. */
function clockOf(zone: string) {
  const format = new Intl.DateTimeFormat("en-CA", {
    timeZone: zone,
    year: "numeric",
    month: "2-digit",
    day: "2-digit",
    hour: "2-digit",
    hourCycle: "h23",
    timeZoneName: "longOffset",
  });
  return (instant: Date) => {
    const parts = Object.fromEntries(format.formatToParts(instant).map(({ type, value }) => [type, value]));
    const date = `${parts.year}-${parts.month}-${parts.day}`;
    const weekday = (new Date(date).getUTCDay() + 6) % 7;
    return {
      // A repeated hour counts as two hours.
      hora: `${date} ${parts.hour} ${parts.timeZoneName}`,
      dia: date,
      semana: new Date(Date.parse(date) - weekday * DAY_MS).toISOString().slice(0, 10),
      mes: date.slice(0, 7),
    };
  };
}

/** The number of `instants` for each result of `nameOf`, in the order of time. */
const countBy = (instants: readonly Date[], nameOf: (instant: Date) => string): Map<string, number> =>
  instants
    .toSorted((a, b) => a.getTime() - b.getTime())
    .map(nameOf)
    .reduce((counts, name) => counts.set(name, (counts.get(name) ?? 0) + 1), new Map<string, number>());

describe.each(changes)("buckets in %s around %s", (fuso, day) => {
  it("contain the jobs of their local time, and equal the overview of each day", async () => {
    const instants = await spreadJobs(day);
    const clock = clockOf(fuso);
    const { analytics } = testClient(api.app);
    for (const intervalo of ["hora", "dia", "semana", "mes"] as const) {
      const { data } = await bodyOf(
        await analytics.timeseries.$get({ query: { fuso, intervalo, ...around(day) } }),
      );
      const filled = data.filter((bucket) => bucket.total_enriquecimentos > 0);
      expect(
        filled.map((bucket) => bucket.total_enriquecimentos),
        intervalo,
      ).toEqual([...countBy(instants, (instant) => clock(instant)[intervalo]).values()]);
      for (const [index, bucket] of data.entries()) {
        expect(Date.parse(bucket.inicio)).toBeLessThan(Date.parse(bucket.fim));
        expect(bucket.inicio).toBe(data[index - 1]?.fim ?? bucket.inicio);
      }
    }
    for (const [date, jobs] of countBy(instants, (instant) => clock(instant).dia)) {
      const { data } = await bodyOf(
        await analytics.overview.$get({ query: { fuso, data_inicio: date, data_fim: date } }),
      );
      expect(data.atual.total_enriquecimentos, date).toBe(jobs);
    }
  });
});

/** A period with all jobs. */
const around = (day: string) => {
  const date = (days: number) => new Date(Date.parse(day) + days * DAY_MS).toISOString().slice(0, 10);
  return { data_inicio: date(-5), data_fim: date(10) };
};

it("counts 1, 2, 1 on the days around a missing midnight", async () => {
  const at = ["2018-11-03T15:00Z", "2018-11-04T03:30Z", "2018-11-05T01:30Z", "2018-11-05T02:30Z"];
  await api.sql`delete from gold.enrichments where id_enriquecimento not in (
    select id_enriquecimento from gold.enrichments order by 1 limit ${at.length})`;
  await api.sql`
    update gold.enrichments set data_criacao = (${at}::timestamptz[])[place]
    from (select id_enriquecimento as id, row_number() over () as place from gold.enrichments) as places
    where id = id_enriquecimento`;
  const { data } = await bodyOf(
    await testClient(api.app).analytics.timeseries.$get({
      query: { data_inicio: "2018-11-03", data_fim: "2018-11-05" },
    }),
  );
  expect(data.map(({ inicio, total_enriquecimentos }) => [inicio, total_enriquecimentos])).toEqual([
    ["2018-11-03T00:00:00-03:00", 1],
    ["2018-11-04T01:00:00-02:00", 2],
    ["2018-11-05T00:00:00-02:00", 1],
  ]);
});

it("includes the last hour of the day when the period ends within it", async () => {
  const { data } = await bodyOf(
    await testClient(api.app).analytics.timeseries.$get({
      query: {
        intervalo: "hora",
        data_inicio: "2026-11-20T00:00:00-03:00",
        data_fim: "2026-11-20T23:30:00-03:00",
      },
    }),
  );
  expect(data).toHaveLength(24);
  expect(data.at(-1)?.inicio).toBe("2026-11-20T23:00:00-03:00");
});
