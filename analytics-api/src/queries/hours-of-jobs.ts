import type { Filters } from "../schemas/filters.ts";
import type { Selection } from "../schemas/selection.ts";
import { cells, startOf, type Unit } from "./cells.ts";
import { chooseCounted, type Stretch } from "./choose-counted.ts";
import type { Snapshot, SqlFragment } from "./snapshot.ts";

export interface HoursOfJobs {
  /** Those that the jobs of the stretch were created in, in order: none without a matching job. */
  hours: Date[];
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

const HOUR_MS = 3_600_000;

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
  const months = await readSpans(sql, filters, order, "mes");
  const total = months.reduce((sum, { jobs }) => sum + jobs, 0);
  let chosen = chooseCounted(months, stretch);
  for (const unit of ["dia", "hora"] as const) {
    if (chosen.counted.every(({ inicio, fim }) => fim.getTime() - inicio.getTime() <= HOUR_MS)) break;
    const spans = await readSpans(sql, around(filters, chosen.counted), order, unit);
    chosen = chooseCounted(spans, { ...stretch, skip: chosen.skip });
  }
  return { hours: chosen.counted.map(({ inicio }) => inicio), skip: chosen.skip, total };
}

/** The filters with their period narrowed to `spans`. */
function around(filters: Filters, spans: readonly CountedSpan[]): Filters {
  const begin = Math.min(...spans.map(({ inicio }) => inicio.getTime()));
  const end = Math.max(...spans.map(({ fim }) => fim.getTime()));
  return {
    ...filters,
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
