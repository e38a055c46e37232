import type { BatchesSummary } from "../schemas/run-work.ts";
import type { Snapshot } from "../sql/snapshot.ts";

/** What a run committed to bronze, and how much of it gold has taken up. */
export async function summariseBatches(sql: Snapshot, runId: string): Promise<BatchesSummary> {
  const [summary] = await sql<[BatchesSummary]>`
    select
      count(*) as batches,
      count(*) filter (where transformed_at is null) as pending,
      coalesce(sum(versions), 0)::bigint as versions
    from ops.batches
    where run_id = ${runId}`;
  return summary;
}
