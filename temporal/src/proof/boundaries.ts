import type { Sql } from "postgres";
import type { RunKind } from "../ledger/run-reference.ts";
import { type Span, secondAfter, wholeSecond } from "./bounds.ts";

/** The watermarks of so many runs ago, and of one more among those at 16, 32, 64 … runs, another each time. */
const AGES = [1, 2, 4, 8];
const LATER_AGES = 7;
/** With the beginning and those at random, each run others: with the high-water mark and a page, ten requests. */
const BOUNDARIES = 8;
/** A small source is soon read outright, in rotation: so many of its pages are worth one boundary. */
const PAGES_PER_BOUNDARY = 4;
/** The others are at random. */
const SHARE_OF_WATERMARKS = 0.7;
/** Where the run before has found something: so many times as many at random. */
const AFTER_A_FINDING = 4;
/** Bounds of windows that the run before found to differ. */
const MOST_SUSPECTS = 16;
/** For a proof that is asked for: windows of about equal numbers of records. */
const ON_DEMAND = 32;

export interface BoundaryOptions {
  runNumber: number;
  generation: number;
  kind: RunKind;
  pageSize: number;
  /** Each time that the source changed while it was counted: half as many, which takes half as long. */
  disturbances: number;
  /** Where counting begins; null: at the beginning. */
  from: Date | null;
  /** Null: the warehouse is empty. */
  highWater: Date | null;
  /** The window of a requested proof; null for the proof at the end of a run. */
  requested: Span | null;
}

/**
 * The times before the high-water mark since which both sides are counted, the earliest first: where counting begins, watermarks of earlier runs — an update that
 * was missed has its old and its new time on both sides of one —, some at random, and those around what the run before found.
 */
export async function chooseBoundaries(sql: Sql, options: BoundaryOptions): Promise<(Date | null)[]> {
  const { from, highWater, requested } = options;
  if (!highWater) return [null];
  const times = requested ? await spreadByRecords(sql, requested) : await timesOfRun(sql, options, highWater);
  return [from, ...distinctBefore(highWater, times).filter((time) => from === null || time > from)];
}

function distinctBefore(highWater: Date, times: readonly Date[]): Date[] {
  const distinct = new Set(times.map((time) => wholeSecond(time).getTime()));
  const inside = [...distinct].filter((time) => time < highWater.getTime()).sort((a, b) => a - b);
  return inside.map((time) => new Date(time));
}

async function timesOfRun(sql: Sql, options: BoundaryOptions, highWater: Date): Promise<Date[]> {
  // Everything has just been read.
  if (options.kind === "first_load") return [];
  const { earliest, pages } = await extentOf(sql, options.pageSize);
  const share = 2 ** -options.disturbances;
  const places = Math.ceil(Math.min(BOUNDARIES - 1, Math.floor(pages / PAGES_PER_BOUNDARY)) * share);
  const watermarks = newest(
    distinctBefore(highWater, await earlierWatermarks(sql, options)),
    Math.ceil(places * SHARE_OF_WATERMARKS),
  );
  const suspicious = newest(await suspects(sql, options), MOST_SUSPECTS * share);
  const free = places - watermarks.length;
  const random = atRandom(
    options.from ?? earliest,
    highWater,
    suspicious.length > 0 ? free * AFTER_A_FINDING : free,
  );
  return [...watermarks, ...suspicious, ...random];
}

const newest = (times: readonly Date[], most: number): Date[] =>
  times.slice(Math.max(0, times.length - Math.floor(most)));

async function earlierWatermarks(sql: Sql, { runNumber, generation }: BoundaryOptions): Promise<Date[]> {
  const ages = [...AGES, 2 ** (AGES.length + (runNumber % LATER_AGES))];
  const rows = await sql<{ at: Date }[]>`
    select window_to as at from (
      select window_to, row_number() over (order by run_number desc) as age from ops.runs
      where generation = ${generation} and run_number < ${runNumber} and window_to is not null
      order by run_number desc limit ${Math.max(...ages)}
    ) as earlier
    where age = any(${ages})`;
  return rows.map(({ at }) => at);
}

async function suspects(sql: Sql, { runNumber, generation }: BoundaryOptions): Promise<Date[]> {
  const found = await sql<{ from: Date | null; to: Date | null }[]>`
    select from_at as "from", to_at as "to" from ops.proof_windows
    where verdict in ('differs', 'healed', 'unsettled') and run_id = (
      select run_id from ops.proofs join ops.runs using (run_id)
      where generation = ${generation} and run_number < ${runNumber} order by run_number desc limit 1)
    order by window_no limit ${MOST_SUSPECTS / 2}`;
  return found.flatMap(({ from, to }) => [from, to]).filter((time) => time !== null);
}

async function extentOf(sql: Sql, pageSize: number): Promise<{ earliest: Date | null; pages: number }> {
  const [extent] = await sql<{ earliest: Date | null; records: number }[]>`
    select (select min(updated_at) from bronze.enrichment_heads where deleted_at is null) as earliest,
           (select count(*) from (select from bronze.enrichment_heads where deleted_at is null
                                  limit ${pageSize * PAGES_PER_BOUNDARY * BOUNDARIES}) as counted) as records`;
  const { earliest = null, records = 0 } = extent ?? {};
  return { earliest, pages: records / pageSize };
}

/** Spread evenly over time, not over records: that costs nothing to find. */
function atRandom(earliest: Date | null, highWater: Date, count: number): Date[] {
  if (!earliest) return [];
  const span = Math.max(0, highWater.getTime() - earliest.getTime());
  return Array.from({ length: count }, () => new Date(earliest.getTime() + Math.random() * span));
}

async function spreadByRecords(sql: Sql, { from, to }: Span): Promise<Date[]> {
  const shares = Array.from({ length: ON_DEMAND - 1 }, (_, index) => (index + 1) / ON_DEMAND);
  const [spread] = await sql<{ times: Date[] | null }[]>`
    select percentile_disc(${shares}::double precision[]) within group (order by updated_at) as times
    from bronze.enrichment_heads
    where deleted_at is null and updated_at >= coalesce(${from}::timestamptz, '-infinity')
      and updated_at < coalesce(${to}::timestamptz, 'infinity')`;
  const bounds = [from, to && secondAfter(to)].filter((time) => time !== null);
  return [...bounds, ...(spread?.times ?? [])];
}
