import type { Sql } from "postgres";
import { inTransaction, type ProofContext } from "./proof-context.ts";
import { insertWindows, type NewWindow, windowToRead } from "./proof-window.ts";
import { secondAfter, wholeSecond } from "./span.ts";

/** The limit applies when runs are far apart, and after a pause. */
const MAX_PAGES = 50;
const DAY_SECONDS = 24 * 60 * 60;

/**
 * Adds the next window of the scrub: records that are read in rotation and compared field by field, whatever the counts say.
 * @returns whether there is one
 */
export async function addScrub(context: ProofContext): Promise<boolean> {
  const { run, proof, dryRun, scrubDays } = context;
  // A first load has just read everything.
  if (dryRun || scrubDays === 0 || !proof.highWater || run.kind === "first_load") return false;
  const scrub = await nextScrub(context, proof.highWater);
  if (!scrub) return false;
  await inTransaction(context, async (transaction) => {
    await insertWindows(transaction, run.runId, [scrub.window]);
    await transaction`update ops.proofs set scrubbed_to = ${scrub.scrubbedTo} where run_id = ${run.runId}`;
  });
  return true;
}

interface Scrub {
  window: NewWindow;
  /** Where the next scrub begins; null: at the beginning. */
  scrubbedTo: Date | null;
}

async function nextScrub(
  { sql, run, proof: { pageSize }, scrubDays }: ProofContext,
  highWater: Date,
): Promise<Scrub | null> {
  // Uses the previous proof's count: counting a million records takes a tenth of a second.
  const [previous] = await sql<{ from: Date | null; seconds: number; records: number }[]>`
    select scrubbed_to as from, extract(epoch from clock_timestamp() - proofs.finished_at)::double precision as seconds,
           coalesce(warehouse_records, 0) as records
    from ops.proofs join ops.runs using (run_id)
    where generation = ${run.generation} and run_number < ${run.runNumber} and proofs.finished_at is not null
    order by run_number desc limit 1`;
  const { from = null, seconds = 0, records: all = 0 } = previous ?? {};
  const due = (seconds / (scrubDays * DAY_SECONDS)) * (all / pageSize);
  const most = Math.min(MAX_PAGES, Math.max(1, Math.ceil(due))) * pageSize;
  const next = await nextRecords(sql, from, highWater, most);
  if (!next.last) return null;
  const { records, to } = endOfWindow(next, highWater, most);
  return {
    window: windowToRead({ from, to }, "scrub", records),
    scrubbedTo: to < highWater ? to : null,
  };
}

/** The number of the scrub's next records, the time of the last one, and how many are of earlier seconds. */
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
 * The window ends before the last second, so that it contains whole seconds and has fewer records than its pages: then the last page
 * shows where it ends.
 */
function endOfWindow(
  { records, last, earlier }: NextRecords,
  highWater: Date,
  most: number,
): { records: number; to: Date } {
  if (!last || records < most) return { records, to: highWater };
  if (earlier > 0) return { records: earlier, to: wholeSecond(last) };
  // All records are of one second, which may have more than fit on the pages.
  return { records, to: new Date(Math.min(secondAfter(last).getTime(), highWater.getTime())) };
}
