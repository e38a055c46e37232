import { PERIOD_YEARS } from "../period.ts";
import type { Filters } from "../schemas/filters.ts";
import type { Selection } from "../schemas/selection.ts";
import { cells, clip, dayOf, type Span, startOf, type Unit } from "./cells.ts";
import { chooseCounted, type Stretch } from "./choose-counted.ts";
import type { Snapshot, SqlFragment } from "./snapshot.ts";

export interface HoursOfJobs {
  /**
   * Those that the jobs of the stretch were created in, in order: none without a matching job. All time before and after
   * `PERIOD_YEARS` counts as an hour.
   */
  hours: Span[];
  /** Matching jobs of these hours that come before the stretch. */
  skip: number;
  /** All matching jobs. */
  total: number;
}

/** A whole month or day, or an hour, with matching jobs. */
interface CountedSpan {
  inicio: Date;
  /** Exclusive. */
  fim: Date;
  jobs: number;
}

/** Matching jobs created outside of `PERIOD_YEARS`. */
interface CountedOutside {
  outside: Span;
  jobs: number;
}

type Counted = CountedSpan | CountedOutside;

const isInside = (counted: Counted): counted is CountedSpan => "inicio" in counted;

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/** How much farther than where it would end, were jobs created evenly, a stretch is looked for: weekends have few. */
const MARGIN = 2;

/**
 * Finds the hours of some of the matching jobs in the order of their creation by counting: months first, then the days of
 * those months, then their hours. So a page costs the same at any depth, and one of few jobs among a million does not look at
 * the others.
 */
export async function findHours(
  sql: Snapshot,
  filters: Filters,
  order: Selection["order"],
  stretch: Stretch,
): Promise<HoursOfJobs> {
  const inside = { ...filters, ...clip(filters, PERIOD_YEARS.from, PERIOD_YEARS.to) };
  const [months, outside, end] = await Promise.all([
    readSpans(sql, inside, order, "mes"),
    readOutside(sql, filters),
    readEnd(sql),
  ]);
  const known = { ...inside, to: earlier(inside.to, end) };
  const { before, after } = outside;
  const all = order === "asc" ? [...before, ...months, ...after] : [...after, ...months, ...before];
  let chosen = chooseCounted<Counted>(all, stretch);
  for (const unit of ["dia", "hora"] as const) {
    const spans = chosen.counted.filter(isInside);
    const [first] = spans;
    if (!first || spans.every(({ inicio, fim }) => fim.getTime() - inicio.getTime() <= HOUR_MS)) break;
    const rest = { ...stretch, skip: chosen.skip };
    const parts = await readSpansUpTo(sql, known, order, unit, spans, rest.skip + rest.take);
    const counted = chosen.counted.toSpliced(chosen.counted.indexOf(first), spans.length, ...parts);
    chosen = chooseCounted(counted, rest);
  }
  const hours = chosen.counted.map((counted) =>
    isInside(counted) ? { from: counted.inicio, to: counted.fim } : counted.outside,
  );
  return { hours, skip: chosen.skip, total: jobsIn(all) };
}

/** Those before and after `PERIOD_YEARS` as far as the filters reach there. */
async function readOutside(sql: Snapshot, filters: Filters) {
  const { from, to } = PERIOD_YEARS;
  const before = [{ from: filters.from, to: earlier(filters.to, from) }].filter((span) => isSpan(span));
  const after = [{ from: later(filters.from, to), to: filters.to }].filter((span) => isSpan(span));
  const spans = [...before, ...after];
  if (spans.length === 0) return { before: [], after: [] };
  const each = (cells: SqlFragment) => sql`select sum(total_enriquecimentos)::bigint as jobs from ${cells}`;
  const parts = await sql<{ numero: number; jobs: number | null }[]>`
    select numero, jobs from ${cells(sql, filters, { spans, each })} as parts`;
  const counted = (outside: Span): CountedOutside => ({
    outside,
    jobs: parts.reduce((sum, { numero, jobs }) => sum + (spans[numero - 1] === outside ? (jobs ?? 0) : 0), 0),
  });
  return { before: before.map(counted), after: after.map(counted) };
}

const earlier = (a: Date | undefined, b: Date): Date => (a && a < b ? a : b);
const later = (a: Date | undefined, b: Date): Date => (a && a > b ? a : b);
const isSpan = ({ from, to }: Span): boolean => !from || !to || from < to;

/** Where the last day ends that a job was created on: what lies behind it need not be looked at. */
async function readEnd(sql: Snapshot): Promise<Date> {
  const [{ end }] = await sql<[{ end: Date }]>`
    select ${startOf(sql, sql`(${dayOf(sql, sql`coalesce(max(data_criacao), 'epoch')`)} + 1)`)} as end from gold.enrichments
    where data_criacao < ${PERIOD_YEARS.to}`;
  return end;
}

const jobsIn = (spans: readonly { jobs: number }[]): number => spans.reduce((sum, { jobs }) => sum + jobs, 0);

/**
 * Parts of `spans`, from their beginning in `order` at least as far as the job at `place`: a first page has no need of all days
 * of its month, of which some hundred workspaces have tens of thousands of cells.
 */
async function readSpansUpTo(
  sql: Snapshot,
  filters: Filters,
  order: Selection["order"],
  unit: Unit,
  spans: readonly CountedSpan[],
  place: number,
): Promise<CountedSpan[]> {
  const { from, to } = around(filters, spans);
  const length = to.getTime() - from.getTime();
  const reach = Math.ceil(1 + (MARGIN * length * place) / jobsIn(spans) / DAY_MS) * DAY_MS;
  if (reach < length / 2) {
    const near =
      order === "asc"
        ? { from, to: new Date(from.getTime() + reach) }
        : { from: new Date(to.getTime() - reach), to };
    const parts = await readSpans(sql, { ...filters, ...near }, order, unit);
    if (jobsIn(parts) >= place) return parts;
  }
  return readSpans(sql, { ...filters, from, to }, order, unit);
}

/** From where the first of `spans` begins to where the last ends, of the filters' period. */
function around(filters: Filters, spans: readonly CountedSpan[]): { from: Date; to: Date } {
  const begin = Math.min(...spans.map(({ inicio }) => inicio.getTime()));
  const end = Math.max(...spans.map(({ fim }) => fim.getTime()));
  return {
    from: new Date(Math.max(begin, filters.from?.getTime() ?? begin)),
    to: new Date(Math.min(end, filters.to?.getTime() ?? end)),
  };
}

/** In order; none longer than `longest`. */
const readSpans = (sql: Snapshot, filters: Filters, order: Selection["order"], longest: Unit) => sql<
  CountedSpan[]
>`
  select
    coalesce(hora, ${startOf(sql, sql`dia`)}) as inicio,
    coalesce(hora + interval '1 hour', ${startOf(sql, sql`(dia + extensao)`)}) as fim,
    jobs
  from ${cells(sql, filters, { longest, each: (cells) => countByHour(sql, cells) })} as spans
  order by inicio ${order === "asc" ? sql`asc` : sql`desc`}`;

const countByHour = (sql: Snapshot, cells: SqlFragment): SqlFragment => sql`
  select dia, extensao, date_bin('1 hour', instante, 'epoch') as hora, sum(total_enriquecimentos)::bigint as jobs
  from ${cells}
  group by 1, 2, 3`;
