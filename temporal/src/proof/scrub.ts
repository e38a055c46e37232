import type { Sql } from "postgres";
import { secondAfter } from "./bounds.ts";
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
  const { from = null, seconds = 0, records = 0 } = position ?? {};
  const due = (seconds / (scrubDays * DAY_SECONDS)) * (records / pageSize);
  const pages = Math.min(MOST_PAGES, Math.max(1, Math.ceil(due)));
  // One record less: the page then shows where the window ends.
  const [end] = await sql<{ records: number; last: Date | null }[]>`
    select count(*) as records, max(updated_at) as last from (
      select updated_at from bronze.enrichment_heads
      where deleted_at is null and updated_at >= coalesce(${from}::timestamptz, '-infinity') and updated_at < ${highWater}
      order by updated_at limit ${pages * pageSize - 1}) as next`;
  if (!end?.last) return null;
  const to = new Date(Math.min(secondAfter(end.last).getTime(), highWater.getTime()));
  const counts = {
    sourceRecords: end.records,
    warehouseRecords: end.records,
    differenceFrom: 0,
    differenceTo: 0,
  };
  return {
    window: { ...counts, from, to, origin: "scrub", verdict: "reading" },
    scrubbedTo: to < highWater ? to : null,
  };
}
