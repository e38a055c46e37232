import type { TransactionSql } from "postgres";
import type { PurgePosition } from "./purge-ledger.ts";

export interface PurgedFetches {
  throughRunNumber: number;
  fetches: number;
}

/** Requests deleted in one transaction. */
const MOST_FETCHES = 5_000;

/**
 * Deletes the requests of the next runs that ended before the cutoff, except those that brought a version which is still
 * there; these go with their last version.
 * @returns null when no run is due.
 */
export async function purgeFetches(
  sql: TransactionSql,
  { cutoff, throughRunNumber }: PurgePosition,
): Promise<PurgedFetches | null> {
  const runs = await takeRuns(sql, cutoff, throughRunNumber);
  const last = runs.at(-1);
  if (!last) return null;
  const { count: fetches } = await sql`
    delete from bronze.fetches where fetch_id in (
      select fetch_id from bronze.fetches as fetch
      where run_id = any(${runs.map((run) => run.run_id)}::uuid[])
        and not exists (select from bronze.enrichment_versions as version where version.fetch_id = fetch.fetch_id)
      limit ${MOST_FETCHES})`;
  // Cut short: the same runs again.
  return { throughRunNumber: fetches < MOST_FETCHES ? last.run_number : throughRunNumber, fetches };
}

interface DueRun {
  run_id: string;
  run_number: number;
  requests: number;
  due: boolean;
}

async function takeRuns(sql: TransactionSql, cutoff: Date, after: number): Promise<DueRun[]> {
  const next = await sql<DueRun[]>`
    select run_id, run_number, requests, coalesce(finished_at < ${cutoff}, false) as due
    from ops.runs where run_number > ${after} order by run_number limit 1000`;
  const taken: DueRun[] = [];
  let requests = 0;
  for (const run of next) {
    requests += run.requests;
    if (!run.due || (taken.length > 0 && requests > MOST_FETCHES)) break;
    taken.push(run);
  }
  return taken;
}
