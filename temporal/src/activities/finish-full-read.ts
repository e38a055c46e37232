import { cancellationSignal } from "@temporalio/activity";
import type { TransactionSql } from "postgres";
import { advanceWatermark } from "../bronze/advance-watermark.ts";
import { joinGeneration } from "../ledger/generation.ts";
import type { RunReference } from "../ledger/run-reference.ts";
import { totalRecords } from "../source/count-records.ts";
import { createProbe } from "../source/probe.ts";
import { currentActivity } from "./activity-reference.ts";
import type { ActivityDependencies } from "./dependencies.ts";

export interface FullReadResult {
  /** As many distinct records were met as the source says it has. */
  complete: boolean;
  deleted: number;
}

/**
 * Ends a pass over the whole source. When it met every record the source has, what bronze knows and it did not meet is
 * deleted at the source: it is marked so, and leaves gold and the open rejects. Otherwise the source changed meanwhile: nothing is marked, and
 * what was met is forgotten for another pass.
 */
export function createFinishFullRead({ sql, source }: ActivityDependencies) {
  return async (run: RunReference): Promise<FullReadResult> => {
    const probe = createProbe(source, sql, run.runId, currentActivity(), cancellationSignal());
    const total = await totalRecords(probe);
    return sql.begin(async (transaction) => {
      await joinGeneration(transaction, run.generation);
      const earlier = await finishedEarlier(transaction, run);
      if (earlier) return earlier;
      const [sighted] = await transaction<{ records: number }[]>`
        select count(distinct record_key) as records from ops.sightings where run_id = ${run.runId}`;
      const complete = sighted?.records === total;
      const deleted = complete ? await markDeleted(transaction, run) : 0;
      if (complete) {
        await advanceWatermark(transaction, run);
        await transaction`
          update ops.runs set source_records = ${total}, deleted = deleted + ${deleted} where run_id = ${run.runId}`;
      }
      await transaction`delete from ops.sightings where run_id = ${run.runId}`;
      return { complete, deleted };
    });
  };
}

/** What an attempt achieved whose answer was lost. */
async function finishedEarlier(sql: TransactionSql, run: RunReference): Promise<FullReadResult | null> {
  const [ledgered] = await sql<{ source_records: number | null; deleted: number }[]>`
    select source_records, deleted from ops.runs where run_id = ${run.runId}`;
  if (!ledgered || ledgered.source_records === null) return null;
  return { complete: true, deleted: ledgered.deleted };
}

async function markDeleted(sql: TransactionSql, run: RunReference): Promise<number> {
  const [marked] = await sql<{ deleted: number }[]>`
    with marked as (
      update bronze.enrichment_heads as head set deleted_at = now()
      where deleted_at is null
        and not exists (select from ops.sightings where run_id = ${run.runId} and record_key = head.record_key)
      returning record_key
    ), recorded as (
      insert into bronze.deletions (record_key, deleted_at, run_id)
      select record_key, now(), ${run.runId}::uuid from marked
    ), removed as (
      delete from gold.enrichments using marked where id_enriquecimento = marked.record_key
    ), resolved as (
      update ops.rejected_records as reject set resolved_at = now()
      from marked where reject.record_key = marked.record_key and reject.resolved_at is null
    )
    select count(*) as deleted from marked`;
  const deleted = marked?.deleted ?? 0;
  if (deleted > 0) await sql`update ops.warehouse_state set data_version = data_version + 1`;
  return deleted;
}
