import type { ops } from "@enrichment-monitor/warehouse";
import type { Sql, TransactionSql } from "postgres";
import type { RunReference } from "../ledger/run-reference.ts";
import { wholeSecond } from "./span.ts";

export type ProofVerdict = (typeof ops.proofVerdicts)[number];

export interface ProofState {
  verdict: ProofVerdict;
  /** Times that the source changed while it was counted. */
  disturbances: number;
  /** Times that windows were read. */
  rounds: number;
  /** Null: the warehouse is empty. */
  highWater: Date | null;
  pageSize: number;
  excludesUpdatedSince: boolean;
  /** A complete read found more entries than the source counts. */
  countsTooFew: boolean;
  /** The cap of the source's count; null: no cap, or not known yet. */
  countsUpTo: number | null;
  /** Entries that the source counts; null: not counted yet. */
  sourceRecords: number | null;
}

/** Activities whose requests count as the proof's. */
const PROOF_ACTIVITIES = ["advanceProof", "readWindow"];
/** How long a source whose counts by time are wrong is not counted by time; a PostgreSQL interval. */
const WRONG_COUNTS_EXPIRE_AFTER = "1 day";

/**
 * Begins the proof of a run, unless it has begun. It ends at once after a complete read, which has compared each record, and for a source
 * that cannot be counted by time: it ignores `updated_since`, or a complete read found its counts to be wrong.
 */
export async function beginProof(sql: Sql, run: RunReference): Promise<void> {
  if (run.kind === "prove") await copySourceTraits(sql, run);
  await sql`
    insert into ops.proofs (run_id, high_water, verdict, finished_at)
    select run_id, watermark, verdict, case when verdict <> 'counting' then clock_timestamp() end
    from ops.runs cross join ops.warehouse_state
    cross join lateral (
      select case when source_records is not null then 'read_in_full'
                  when source_honours_updated_since is not true or count_difference > 0
                    or counts_by_time_wrong_at > now() - ${WRONG_COUNTS_EXPIRE_AFTER}::interval then 'not_countable'
                  else 'counting' end as verdict) as begun
    where run_id = ${run.runId}
    on conflict (run_id) do nothing`;
}

/** A run that only proves has not probed the source, so it uses what the previous run found. */
async function copySourceTraits(sql: Sql, run: RunReference): Promise<void> {
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

/** Requests of the run's proof that the source answered. */
export async function countRequests(sql: Sql | TransactionSql, run: RunReference): Promise<number> {
  const [counted] = await sql<{ requests: number }[]>`
    select count(*) as requests from bronze.fetches
    where run_id = ${run.runId} and activity_type = any(${PROOF_ACTIVITIES}) and failure is null`;
  return counted?.requests ?? 0;
}

/** Records the verdict with the requests and the counts, and deletes what the proof's reads listed. */
export async function finishProof(
  sql: TransactionSql,
  run: RunReference,
  verdict: ProofVerdict,
): Promise<void> {
  const requests = await countRequests(sql, run);
  await sql`
    update ops.proofs
    set verdict = ${verdict}, finished_at = clock_timestamp(), requests = ${requests},
        source_records = coalesce(counted.source, source_records),
        warehouse_records = coalesce(counted.warehouse, warehouse_records)
    from (select sum(source_records) as source, sum(warehouse_records) as warehouse from ops.proof_windows as counted
          where run_id = ${run.runId} and origin in ('boundary', 'half')
            -- Windows of an earlier count are part of a later one.
            and not exists (
              select from ops.proof_windows as later
              where later.run_id = counted.run_id and later.window_no > counted.window_no
                and later.origin in ('boundary', 'half')
                and tstzrange(later.from_at, later.to_at) && tstzrange(counted.from_at, counted.to_at))) as counted
    where run_id = ${run.runId}`;
  await sql`delete from ops.sightings where run_id = ${run.runId}`;
}
