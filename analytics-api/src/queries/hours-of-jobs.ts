import type { Filters } from "../schemas/filters.ts";
import type { Selection } from "../schemas/selection.ts";
import { cells, startOf } from "./cells.ts";
import type { Snapshot } from "./snapshot.ts";

/** Jobs of a page by the number of those before them. */
export interface Stretch {
  skip: number;
  take: number;
}

export interface HoursOfJobs {
  /** Those that the jobs of the stretch were created in, in order: none without a matching job. */
  hours: Date[];
  /** Matching jobs of these hours that come before the stretch. */
  skip: number;
  /** All matching jobs. */
  total: number;
}

/** A whole day, or an hour, with matching jobs. */
interface Span {
  inicio: Date;
  /** Exclusive. */
  fim: Date;
  jobs: number;
}

const HOUR_MS = 3_600_000;

/**
 * Finds the hours of some of the matching jobs in the order of their creation by counting: days first, then the hours of
 * those days. So a page costs the same at any depth, and one of few jobs among a million does not look at the others.
 */
export async function findHours(
  sql: Snapshot,
  filters: Filters,
  order: Selection["order"],
  stretch: Stretch,
): Promise<HoursOfJobs> {
  const spans = await readSpans(sql, filters, order);
  const total = spans.reduce((sum, { jobs }) => sum + jobs, 0);
  const chosen = choose(spans, stretch);
  const begin = chosen.spans.map(({ inicio }) => inicio.getTime());
  const end = chosen.spans.map(({ fim }) => fim.getTime());
  if (end.every((fim, index) => fim - (begin[index] ?? fim) <= HOUR_MS)) return toHours(chosen, total);
  const [from, to] = [Math.min(...begin), Math.max(...end)];
  const around = {
    ...filters,
    from: new Date(Math.max(from, filters.from?.getTime() ?? from)),
    to: new Date(Math.min(to, filters.to?.getTime() ?? to)),
  };
  // A cut in the middle of each day, which has from 23 to 25 hours.
  const cuts = begin.map((inicio) => new Date(inicio + 12 * HOUR_MS));
  const hours = await readSpans(sql, around, order, cuts);
  return toHours(choose(hours, { ...stretch, skip: chosen.skip }), total);
}

const toHours = ({ spans, skip }: Chosen, total: number): HoursOfJobs => ({
  hours: spans.map(({ inicio }) => inicio),
  skip,
  total,
});

/** In order; of days that are cut their hours. */
const readSpans = (sql: Snapshot, filters: Filters, order: Selection["order"], cuts: Date[] = []) => sql<
  Span[]
>`
  select
    coalesce(hora, ${startOf(sql, sql`dia`)}) as inicio,
    coalesce(hora + interval '1 hour', ${startOf(sql, sql`(dia + 1)`)}) as fim,
    jobs
  from (
    select dia, date_bin('1 hour', instante, 'epoch') as hora, sum(total_enriquecimentos)::bigint as jobs
    from ${cells(sql, filters, { cuts })} as cells
    group by 1, 2
  ) as spans
  order by inicio ${order === "asc" ? sql`asc` : sql`desc`}`;

interface Chosen {
  spans: Span[];
  /** Jobs of these spans that come before the stretch. */
  skip: number;
}

/** The spans that hold some of the stretch. */
function choose(all: readonly Span[], { skip, take }: Stretch): Chosen {
  const spans: Span[] = [];
  let before = 0;
  let first = 0;
  for (const span of all) {
    if (before >= skip + take) break;
    if (before + span.jobs > skip) {
      if (spans.length === 0) first = before;
      spans.push(span);
    }
    before += span.jobs;
  }
  return { spans, skip: skip - first };
}
