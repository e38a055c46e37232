import type { Sql } from "postgres";
import { secondAfter, wholeSecond } from "./bounds.ts";
import type { NewWindow } from "./proof-window.ts";

export interface Scrub {
  window: NewWindow;
  /** Where the next one begins; null: the rotation begins anew. */
  scrubbedTo: Date | null;
}

export interface ScrubOptions {
  generation: number;
  runNumber: number;
  highWater: Date;
  pageSize: number;
  /** Everything is compared once in so many days; 0: never. */
  scrubDays: number;
}

/** Also when runs are far apart, and after a pause. */
const MOST_PAGES = 50;
const DAY_SECONDS = 24 * 60 * 60;

/** The next records in the rotation of those that are read outright, and compared field by field; null: there are none. */
export async function nextScrub(sql: Sql, options: ScrubOptions): Promise<Scrub | null> {
  const { generation, runNumber, highWater, pageSize, scrubDays } = options;
  if (scrubDays === 0) return null;
  // As many as the proof before counted: counting them here takes a tenth of a second for a million.
  const [position] = await sql<{ from: Date | null; seconds: number; records: number }[]>`
    select scrubbed_to as from, extract(epoch from clock_timestamp() - proofs.finished_at)::double precision as seconds,
           coalesce(warehouse_records, 0) as records
    from ops.proofs join ops.runs using (run_id)
    where generation = ${generation} and run_number < ${runNumber} and proofs.finished_at is not null
    order by run_number desc limit 1`;
  const { from = null, seconds = 0, records: all = 0 } = position ?? {};
  const due = (seconds / (scrubDays * DAY_SECONDS)) * (all / pageSize);
  const pages = Math.min(MOST_PAGES, Math.max(1, Math.ceil(due)));
  const next = await nextRecords(sql, from, highWater, pages * pageSize);
  if (!next.last) return null;
  const { records, to } = cut(next, highWater, pages * pageSize);
  const counts = {
    sourceRecords: records,
    warehouseRecords: records,
    differenceFrom: 0,
    differenceTo: 0,
  };
  return {
    window: { ...counts, from, to, origin: "scrub", verdict: "reading" },
    scrubbedTo: to < highWater ? to : null,
  };
}

/** The first records of the rotation: how many, their last time, and how many are of earlier seconds than that. */
interface NextRecords {
  records: number;
  last: Date | null;
  earlier: number;
}

async function nextRecords(sql: Sql, from: Date | null, highWater: Date, most: number): Promise<NextRecords> {
  const [next] = await sql<NextRecords[]>`
    with next as (
      select updated_at from bronze.enrichment_heads
      where deleted_at is null and updated_at >= coalesce(${from}::timestamptz, '-infinity') and updated_at < ${highWater}
      order by updated_at limit ${most}
    )
    select count(*) as records, max(updated_at) as last,
           count(*) filter (where updated_at < date_trunc('second', (select max(updated_at) from next))) as earlier
    from next`;
  return next ?? { records: 0, last: null, earlier: 0 };
}

/**
 * Where the window ends. It has fewer records than the pages, so that the last of them shows its end, and all of a second's or
 * none.
 */
function cut(
  { records, last, earlier }: NextRecords,
  highWater: Date,
  most: number,
): { records: number; to: Date } {
  if (!last || records < most) return { records, to: highWater };
  if (earlier > 0) return { records: earlier, to: wholeSecond(last) };
  // All of it is one second, which may have more records than the pages.
  return { records, to: new Date(Math.min(secondAfter(last).getTime(), highWater.getTime())) };
}
