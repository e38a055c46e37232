import type { WarehouseClient } from "@enrichment-monitor/warehouse";

/** A run and its proof in the ledger; durations are in seconds. */
export interface ProvedRun {
  readonly verdict: string;
  readonly proof: { readonly seconds: number; readonly requests: number };
  readonly run: { readonly seconds: number; readonly requests: number };
  /** Records that the proof found to differ. */
  readonly found: number;
}

/**
 * Reads the newest run.
 * @throws if it has no proof
 */
export async function readProvedRun(sql: WarehouseClient): Promise<ProvedRun> {
  const [read] = await sql<
    {
      verdict: string;
      proof_seconds: number;
      proof_requests: number;
      seconds: number;
      requests: number;
      found: number;
    }[]
  >`
    select verdict, proofs.requests as proof_requests, runs.requests,
           extract(epoch from proofs.finished_at - proofs.started_at)::double precision as proof_seconds,
           extract(epoch from runs.finished_at - runs.started_at)::double precision as seconds,
           (select count(distinct record_key) from ops.differences where differences.run_id = runs.run_id) as found
    from ops.runs join ops.proofs using (run_id)
    where run_number = (select max(run_number) from ops.runs)`;
  if (!read) throw new Error("The newest run has no proof.");
  const { verdict, found, seconds, requests, proof_seconds, proof_requests } = read;
  return {
    verdict,
    found,
    proof: { seconds: proof_seconds, requests: proof_requests },
    run: { seconds, requests },
  };
}
