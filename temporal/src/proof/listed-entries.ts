import type { Sql, TransactionSql } from "postgres";
import type { RunReference } from "../ledger/run-reference.ts";
import { countWarehouse } from "./count-warehouse.ts";
import { FIRST_PROOF_PASS } from "./proof-slices.ts";
import { boundShift } from "./span.ts";

/** Counts of a window that was read. */
export interface WindowEntries {
  windowNo: number;
  /** Entries that the source listed; a record may have several. */
  listed: number;
  /** Records of bronze in the window that the source did not list. */
  unlisted: number;
}

/** A query of the run's windows that were read: number, verdict, bounds as `lo` and `hi`, and the pass that listed their entries. */
export const readWindowsQuery = (
  sql: TransactionSql,
  { runId }: RunReference,
  excludesUpdatedSince: boolean,
) => {
  const shift = boundShift(sql, excludesUpdatedSince);
  return sql`
    select proof_window.window_no, proof_window.verdict, slice.pass,
           coalesce(proof_window.from_at + ${shift}, '-infinity') as lo,
           coalesce(proof_window.to_at + ${shift}, 'infinity') as hi
    from ops.proof_windows as proof_window
    join ops.slices as slice using (run_id, slice_no)
    where run_id = ${runId} and slice.finished_at is not null`;
};

/**
 * The SQL condition that a row of ops.sightings is an entry that the source listed in `window_read`, a row of `readWindowsQuery`. Entries
 * without a readable time belong to the first window.
 */
export const isListedInWindow = (sql: TransactionSql, { runId }: RunReference) => sql`(
  sighting.run_id = ${runId} and sighting.pass = window_read.pass
  and coalesce(sighting.updated_at, '-infinity') >= window_read.lo
  and coalesce(sighting.updated_at, '-infinity') < window_read.hi)`;

/** Counts of each window that was read and is not resolved yet. */
export const countListedByWindow = (
  sql: TransactionSql,
  run: RunReference,
  excludesUpdatedSince: boolean,
): Promise<WindowEntries[]> =>
  sql<WindowEntries[]>`
    with window_read as (${readWindowsQuery(sql, run, excludesUpdatedSince)})
    select window_no as "windowNo",
           (select coalesce(sum(copies), 0)::bigint from ops.sightings as sighting
            where ${isListedInWindow(sql, run)}) as listed,
           (select count(*) from bronze.enrichment_heads as head
            where deleted_at is null and head.updated_at >= lo and head.updated_at < hi
              and not exists (select from ops.sightings as sighting
                              where run_id = ${run.runId} and sighting.pass = window_read.pass
                                and sighting.record_key = head.record_key)) as unlisted
    from window_read where verdict = 'reading' order by window_no`;

/**
 * Counts the entries that the proof's last read from a time to the end listed. If there was none: the entries of the warehouse.
 *
 * @param from null: the beginning
 */
export async function countListedSince(
  sql: Sql,
  run: RunReference,
  from: Date | null,
  excludesUpdatedSince: boolean,
): Promise<number> {
  const [read] = await sql<{ entries: number }[]>`
    select (select coalesce(sum(copies), 0)::bigint from ops.sightings as sighting
            where run_id = ${run.runId} and sighting.pass = slice.pass
              and (sighting.updated_at is null
                   or sighting.updated_at >= coalesce(${from}::timestamptz + ${boundShift(sql, excludesUpdatedSince)}, '-infinity'))
           ) as entries
    from ops.slices as slice
    where run_id = ${run.runId} and pass >= ${FIRST_PROOF_PASS} and finished_at is not null
      and from_at is not distinct from ${from}::timestamptz and to_at is null
    order by pass desc limit 1`;
  if (read) return read.entries;
  const [known = 0] = await countWarehouse(sql, [from], excludesUpdatedSince);
  return known;
}
