import type { Sql, TransactionSql } from "postgres";

/** How far a purge has come. */
export interface PurgePosition {
  cutoff: Date;
  throughBatchId: number;
  throughRunNumber: number;
}

/** What a transaction deleted, and how far it came. */
export interface PurgeStep extends Omit<PurgePosition, "cutoff"> {
  versions: number;
  fetches: number;
}

/** The figures of a purge, for display and scripts. */
export interface PurgeSummary {
  /** ISO-8601; what was superseded before it is gone. */
  cutoff: string;
  versions: number;
  fetches: number;
  /** False: the time box ended first. */
  finished: boolean;
}

/** Creates the purge in the ledger, starting at the position of the previous one. Repeated calls do nothing. */
export async function openPurge(
  sql: Sql,
  { purgeId, workflowId, cutoff }: { purgeId: string; workflowId: string; cutoff: Date },
): Promise<void> {
  await sql`
    insert into ops.purges (purge_id, workflow_id, cutoff, through_batch_id, through_run_number)
    select ${purgeId}, ${workflowId}, ${cutoff},
           coalesce(max(through_batch_id), 0), coalesce(max(through_run_number), 0)
    from ops.purges
    on conflict (purge_id) do nothing`;
}

/** Locks the purge for this transaction, against a parallel attempt that had timed out. */
export async function takePurge(sql: TransactionSql, purgeId: string): Promise<PurgePosition> {
  const [purge] = await sql<PurgePosition[]>`
    select cutoff, through_batch_id as "throughBatchId", through_run_number as "throughRunNumber"
    from ops.purges where purge_id = ${purgeId} for update`;
  if (!purge) throw new Error(`Purge ${purgeId} is not in the ledger.`);
  return purge;
}

/** Adds a transaction's counts to its purge and increments the data version. */
export async function ledgerPurge(sql: TransactionSql, purgeId: string, step: PurgeStep): Promise<void> {
  await sql`
    update ops.purges
    set versions = versions + ${step.versions}, fetches = fetches + ${step.fetches},
        through_batch_id = ${step.throughBatchId}, through_run_number = ${step.throughRunNumber}
    where purge_id = ${purgeId}`;
  if (step.versions + step.fetches > 0)
    await sql`update ops.warehouse_state set data_version = data_version + 1`;
}

/** Closes a purge: nothing more is due. */
export async function closePurge(sql: TransactionSql, purgeId: string): Promise<void> {
  await sql`update ops.purges set finished_at = clock_timestamp() where purge_id = ${purgeId} and finished_at is null`;
}

export async function readPurge(sql: Sql, purgeId: string): Promise<PurgeSummary> {
  const [purge] = await sql<(Omit<PurgeSummary, "cutoff"> & { cutoff: Date })[]>`
    select cutoff, versions, fetches, finished_at is not null as finished from ops.purges where purge_id = ${purgeId}`;
  if (!purge) throw new Error(`Purge ${purgeId} is not in the ledger.`);
  return { ...purge, cutoff: purge.cutoff.toISOString() };
}
