import type { TransactionSql } from "postgres";
import type { PurgePosition, PurgeStep } from "./purge-ledger.ts";

/** Requests deleted in one transaction. */
const MAX_FETCHES = 5_000;

/**
 * Deletes the requests of the next runs that ended before the cutoff, except those that brought a version which is still
 * there; these go with their last version.
 * @returns null when no run is due.
 */
export async function purgeFetches(
  sql: TransactionSql,
  { cutoff, ...position }: PurgePosition,
): Promise<PurgeStep | null> {
  const runs = await takeRuns(sql, cutoff, position.throughRunNumber);
  const last = runs.at(-1);
  if (!last) return null;
  const { count: fetches } = await sql`
    delete from bronze.fetches where fetch_id in (
      select fetch_id from bronze.fetches as request
      where run_id = any(${runs.map((run) => run.run_id)}::uuid[])
        and not exists (select from bronze.enrichment_versions as version where version.fetch_id = request.fetch_id)
      limit ${MAX_FETCHES})`;
  const cutShort = fetches === MAX_FETCHES;
  return { ...position, ...(!cutShort && { throughRunNumber: last.run_number }), versions: 0, fetches };
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
    if (!run.due || (taken.length > 0 && requests > MAX_FETCHES)) break;
    taken.push(run);
  }
  return taken;
}
