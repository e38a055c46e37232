import type { ProofWindow } from "../schemas/proof.ts";
import type { Snapshot } from "../sql/snapshot.ts";

/** Up to `limit` windows of a run's proof: those that together are all of the source from the earliest, then others. */
export const readProofWindows = (sql: Snapshot, runId: string, limit: number) => sql<ProofWindow[]>`
  select window_no, origin, from_at, to_at, source_records, warehouse_records, verdict, counted_at
  from ops.proof_windows
  where run_id = ${runId}
  order by origin in ('scrub', 'earlier_entry'), from_at nulls first, to_at nulls last, window_no
  limit ${limit}`;
