import type { Sql, TransactionSql } from "postgres";

/** How far a purge has come. */
export interface PurgePosition {
  cutoff: Date;
  throughBatchId: number;
  throughRunNumber: number;
}

export interface PurgeSummary {
  /** ISO-8601: what was superseded before it is gone. */
  cutoff: string;
  versions: number;
  fetches: number;
  finished: boolean;
}

/** Enters a purge in the ledger, to go on where the ones before it came to. A second time: nothing. */
export async function openPurge(
  sql: Sql,
  { purgeId, workflowId, cutoff }: { purgeId: string; workflowId: string; cutoff: Date },
): Promise<void> {
  await sql`
    insert into ops.purges (purge_id, workflow_id, cutoff, through_batch_id, through_run_number)
    select ${purgeId}, ${workflowId}, ${cutoff},
           coalesce(max(through_batch_id), 0), coalesce(max(through_run_number), 0)
    from ops.purges
    on conflict do nothing`;
}

/** Takes the purge for this transaction: an attempt believed dead cannot work at the same time. */
export async function takePurge(sql: TransactionSql, purgeId: string): Promise<PurgePosition> {
  const [purge] = await sql<PurgePosition[]>`
    select cutoff, through_batch_id as "throughBatchId", through_run_number as "throughRunNumber"
    from ops.purges where purge_id = ${purgeId} for update`;
  if (!purge) throw new Error(`Purge ${purgeId} is not in the ledger.`);
  return purge;
}

/** Adds a transaction's work to its purge, and tells readers that the past has changed. */
export async function ledgerPurge(
  sql: TransactionSql,
  purgeId: string,
  {
    versions = 0,
    fetches,
    ...position
  }: { versions?: number; fetches: number; throughBatchId: number; throughRunNumber: number },
): Promise<void> {
  await sql`
    update ops.purges
    set versions = versions + ${versions}, fetches = fetches + ${fetches},
        through_batch_id = ${position.throughBatchId}, through_run_number = ${position.throughRunNumber}
    where purge_id = ${purgeId}`;
  if (versions + fetches > 0) await sql`update ops.warehouse_state set data_version = data_version + 1`;
}
