import type { Snapshot } from "../sql/snapshot.ts";

/** Batches that gold has not transformed yet, and rejected versions that no valid one has replaced. */
export async function countBacklog(sql: Snapshot) {
  const [backlog] = await sql<[{ pending_batches: number; unresolved_rejects: number }]>`
    select
      (select count(*) from ops.batches where transformed_at is null) as pending_batches,
      (select count(*) from ops.rejected_records where resolved_at is null) as unresolved_rejects`;
  return backlog;
}
