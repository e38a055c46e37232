import type { Sql } from "postgres";
import type { RunKind } from "../ledger/run-reference.ts";
import { type Span, secondAfter, wholeSecond } from "./span.ts";

/** Watermarks of this many runs ago are boundaries, and that of 16, 32, 64 … runs ago, a different one in each run. */
const AGES = [1, 2, 4, 8];
const LATER_AGES = 7;
/** Including the beginning. With the high-water mark and the scrub's page, a run sends ten requests. */
const BOUNDARIES = 8;
/** A source has one boundary for this many of its pages: the scrub soon reads all of a small source. */
const PAGES_PER_BOUNDARY = 4;
/** The other boundaries are random. */
const SHARE_OF_WATERMARKS = 0.7;
/** After a run that found a difference, there are this many times as many random boundaries. */
const RANDOM_AFTER_A_FINDING = 4;
/** The maximum number of bounds of windows that differed in the previous run. */
const MAX_SUSPECTS = 16;
/** A requested proof is cut into this many windows with about equal numbers of records. */
const REQUESTED_WINDOWS = 32;

export interface BoundaryOptions {
  runNumber: number;
  generation: number;
  kind: RunKind;
  pageSize: number;
  /** Times that the source changed while it was counted. Each halves the number of boundaries, and so the time to count. */
  disturbances: number;
  /** Where counting begins; null: at the beginning. */
  from: Date | null;
  /** Null: the warehouse is empty. */
  highWater: Date | null;
  /** The window of a requested proof; null for the proof at the end of a run. */
  requested: Span | null;
}

/**
 * Chooses the times before the high-water mark since which both sides are counted, in ascending order: the beginning, watermarks of earlier
 * runs, random times, and bounds of windows that differed in the previous run. Watermarks separate the old and the new time of a missed
 * update.
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
  // A first load has just read everything.
  if (options.kind === "first_load") return [];
  const { earliest, pages } = await measureWarehouse(sql, options.pageSize);
  const share = 2 ** -options.disturbances;
  const places = Math.ceil(Math.min(BOUNDARIES - 1, Math.floor(pages / PAGES_PER_BOUNDARY)) * share);
  const watermarks = newest(
    distinctBefore(highWater, await earlierWatermarks(sql, options)),
    Math.ceil(places * SHARE_OF_WATERMARKS),
  );
  const suspects = newest(await boundsThatDiffered(sql, options), MAX_SUSPECTS * share);
  const free = places - watermarks.length;
  const random = randomTimes(
    options.from ?? earliest,
    highWater,
    suspects.length > 0 ? free * RANDOM_AFTER_A_FINDING : free,
  );
  return [...watermarks, ...suspects, ...random];
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

/** The bounds of windows that differed in the previous run. */
async function boundsThatDiffered(sql: Sql, { runNumber, generation }: BoundaryOptions): Promise<Date[]> {
  const windows = await sql<Span[]>`
    select from_at as "from", to_at as "to" from ops.proof_windows
    where verdict in ('differs', 'healed', 'unsettled') and run_id = (
      select run_id from ops.proofs join ops.runs using (run_id)
      where generation = ${generation} and run_number < ${runNumber} order by run_number desc limit 1)
    order by window_no limit ${MAX_SUSPECTS / 2}`;
  return windows.flatMap(({ from, to }) => [from, to]).filter((time) => time !== null);
}

/** Pages are counted only up to the number that allows all boundaries. */
async function measureWarehouse(
  sql: Sql,
  pageSize: number,
): Promise<{ earliest: Date | null; pages: number }> {
  const [measured] = await sql<{ earliest: Date | null; records: number }[]>`
    select (select min(updated_at) from bronze.enrichment_heads where deleted_at is null) as earliest,
           (select count(*) from (select from bronze.enrichment_heads where deleted_at is null
                                  limit ${pageSize * PAGES_PER_BOUNDARY * BOUNDARIES}) as counted) as records`;
  const { earliest = null, records = 0 } = measured ?? {};
  return { earliest, pages: records / pageSize };
}

/** Evenly distributed over time, not over records, which would need a query. */
function randomTimes(earliest: Date | null, highWater: Date, count: number): Date[] {
  if (!earliest) return [];
  const span = Math.max(0, highWater.getTime() - earliest.getTime());
  return Array.from({ length: count }, () => new Date(earliest.getTime() + Math.random() * span));
}

async function spreadByRecords(sql: Sql, { from, to }: Span): Promise<Date[]> {
  const shares = Array.from({ length: REQUESTED_WINDOWS - 1 }, (_, index) => (index + 1) / REQUESTED_WINDOWS);
  const [spread] = await sql<{ times: Date[] | null }[]>`
    select percentile_disc(${shares}::double precision[]) within group (order by updated_at) as times
    from bronze.enrichment_heads
    where deleted_at is null and updated_at >= coalesce(${from}::timestamptz, '-infinity')
      and updated_at < coalesce(${to}::timestamptz, 'infinity')`;
  const bounds = [from, to && secondAfter(to)].filter((time) => time !== null);
  return [...bounds, ...(spread?.times ?? [])];
}
