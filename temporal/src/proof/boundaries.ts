import type { Sql } from "postgres";
import { type Span, secondAfter, wholeSecond } from "./bounds.ts";

/** The watermarks of so many runs ago, and of one more among those at 16, 32, 64 … runs, another each time. */
const AGES = [1, 2, 4, 8];
const LATER_AGES = 7;
/** With the beginning and those at random, each run others: with the high-water mark and a page, ten requests. */
const BOUNDARIES = 8;
/** Where the run before has found something: so many times as many at random. */
const AFTER_A_FINDING = 4;
/** Bounds of windows that the run before found to differ. */
const MOST_SUSPECTS = 16;
/** For a proof that is asked for: windows of about equal numbers of records. */
const ON_DEMAND = 32;

export interface BoundaryOptions {
  runNumber: number;
  generation: number;
  /** Null: the warehouse is empty. */
  highWater: Date | null;
  /** Of a proof that is asked for; null: of a run. */
  requested: Span | null;
}

/**
 * The times before the high-water mark since which both sides are counted, the earliest first: the beginning, watermarks of earlier runs — an update that
 * was missed has its old and its new time on both sides of one —, some at random, and those around what the run before found.
 */
export async function chooseBoundaries(sql: Sql, options: BoundaryOptions): Promise<(Date | null)[]> {
  const { highWater, requested } = options;
  if (!highWater) return [null];
  const times = requested
    ? await spreadByRecords(sql, requested)
    : await timesOfRun(sql, options, highWater);
  return [null, ...distinctBefore(highWater, times)];
}

function distinctBefore(highWater: Date, times: readonly Date[]): Date[] {
  const distinct = new Set(times.map((time) => wholeSecond(time).getTime()));
  const inside = [...distinct].filter((time) => time < highWater.getTime()).sort((a, b) => a - b);
  return inside.map((time) => new Date(time));
}

async function timesOfRun(sql: Sql, options: BoundaryOptions, highWater: Date): Promise<Date[]> {
  const watermarks = distinctBefore(highWater, await earlierWatermarks(sql, options));
  const suspicious = await suspects(sql, options);
  const places = BOUNDARIES - 1 - watermarks.length;
  const random = await atRandom(sql, highWater, suspicious.length > 0 ? places * AFTER_A_FINDING : places);
  return [...watermarks, ...suspicious, ...random];
}

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

/** Spread evenly over time, not over records: that costs nothing to find. */
async function atRandom(sql: Sql, highWater: Date, count: number): Promise<Date[]> {
  const [earliest] = await sql<{ at: Date | null }[]>`
    select min(updated_at) as at from bronze.enrichment_heads where deleted_at is null`;
  const start = earliest?.at?.getTime();
  if (start === undefined) return [];
  return Array.from(
    { length: count },
    () => new Date(start + Math.random() * Math.max(0, highWater.getTime() - start)),
  );
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
