import type { ops } from "@enrichment-monitor/warehouse";
import type { Sql, TransactionSql } from "postgres";
import type { RunReference } from "../ledger/run-reference.ts";
import { wholeSecond } from "./bounds.ts";

export type ProofVerdict = (typeof ops.proofVerdicts)[number];

export interface ProofState {
  verdict: ProofVerdict;
  disturbances: number;
  rounds: number;
  /** Null: the warehouse is empty. */
  highWater: Date | null;
  pageSize: number;
  excludesUpdatedSince: boolean;
  /** A complete read found more entries than the source counts. */
  countsTooFew: boolean;
  /** The most that the source counts; null: it counts all, or that is not known yet. */
  countsUpTo: number | null;
  /** Entries that the source counts; null: not counted yet. */
  sourceRecords: number | null;
}

/** Activities whose requests are the proof's. */
const PROOF_ACTIVITIES = ["advanceProof", "readWindow"];
/** A source that counts wrongly since a time is not counted by time for so long. */
const COUNTED_AGAIN_AFTER = "1 day";

/**
 * Begins the proof of a run. A run that has read everything has compared each record; a source that ignores `updated_since`,
 * or whose counts a complete read found to be wrong, cannot be counted by time.
 */
export async function beginProof(sql: Sql, run: RunReference): Promise<void> {
  if (run.kind === "prove") await takeOverTraits(sql, run);
  await sql`
    insert into ops.proofs (run_id, high_water, verdict, finished_at)
    select run_id, watermark, verdict, case when verdict <> 'counting' then clock_timestamp() end
    from ops.runs cross join ops.warehouse_state
    cross join lateral (
      select case when source_records is not null then 'read_in_full'
                  when source_honours_updated_since is not true or count_difference > 0
                    or counts_by_time_wrong_at > now() - ${COUNTED_AGAIN_AFTER}::interval then 'not_countable'
                  else 'counting' end as verdict) as begun
    where run_id = ${run.runId}
    on conflict (run_id) do nothing`;
}

/** A run that does nothing but prove has not probed the source: it is as the run before it found it. */
async function takeOverTraits(sql: Sql, run: RunReference): Promise<void> {
  await sql`
    update ops.runs as run
    set source_honours_updated_since = last.source_honours_updated_since,
        source_excludes_updated_since = last.source_excludes_updated_since, source_page_size = last.source_page_size
    from (select * from ops.runs where generation = ${run.generation} and run_number < ${run.runNumber}
            and source_page_size is not null order by run_number desc limit 1) as last
    where run.run_id = ${run.runId} and run.source_page_size is null`;
}

export async function readProof(sql: Sql, run: RunReference, pageSize: number): Promise<ProofState> {
  const [proof] = await sql<ProofState[]>`
    select verdict, disturbances, rounds, high_water as "highWater", proofs.source_records as "sourceRecords",
           coalesce(source_page_size, ${pageSize}) as "pageSize", source_excludes_updated_since as "excludesUpdatedSince",
           count_difference < 0 as "countsTooFew", counts_up_to as "countsUpTo"
    from ops.proofs join ops.runs using (run_id) cross join ops.warehouse_state where run_id = ${run.runId}`;
  if (!proof) throw new Error(`The proof of run ${run.runNumber} was not begun.`);
  return { ...proof, highWater: proof.highWater && wholeSecond(proof.highWater) };
}

/** Requests that the run has spent on its proof; without those that the source did not answer. */
export async function requestsOf(sql: Sql | TransactionSql, run: RunReference): Promise<number> {
  const [spent] = await sql<{ requests: number }[]>`
    select count(*) as requests from bronze.fetches
    where run_id = ${run.runId} and activity_type = any(${PROOF_ACTIVITIES}) and failure is null`;
  return spent?.requests ?? 0;
}

/** Writes down what the proof came to. */
export async function finishProof(
  sql: TransactionSql,
  run: RunReference,
  verdict: ProofVerdict,
): Promise<void> {
  const requests = await requestsOf(sql, run);
  await sql`
    update ops.proofs
    set verdict = ${verdict}, finished_at = clock_timestamp(), requests = ${requests},
        source_records = coalesce(counted.source, source_records),
        warehouse_records = coalesce(counted.warehouse, warehouse_records)
    from (select sum(source_records) as source, sum(warehouse_records) as warehouse from ops.proof_windows as counted
          where run_id = ${run.runId} and origin in ('boundary', 'half')
            -- What was found before everything was counted again is counted there too.
            and not exists (
              select from ops.proof_windows as later
              where later.run_id = counted.run_id and later.window_no > counted.window_no
                and later.origin in ('boundary', 'half')
                and tstzrange(later.from_at, later.to_at) && tstzrange(counted.from_at, counted.to_at))) as counted
    where run_id = ${run.runId}`;
  await sql`delete from ops.sightings where run_id = ${run.runId}`;
}
