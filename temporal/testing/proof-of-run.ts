import type { WarehouseClient } from "@enrichment-monitor/warehouse";

export interface ProofOfRun {
  verdict: string;
  requests: number;
  source: number;
  warehouse: number;
  /** The kind and key of each difference. */
  found: string[];
}

/** The result of a run's proof. */
export async function proofOfRun(sql: WarehouseClient, runNumber: number): Promise<ProofOfRun> {
  const [proof] = await sql<ProofOfRun[]>`
    select verdict, proofs.requests, proofs.source_records as source, proofs.warehouse_records as warehouse,
           array(select kind || ' ' || record_key from ops.differences where differences.run_id = proofs.run_id order by 1) as found
    from ops.proofs join ops.runs using (run_id) where run_number = ${runNumber}`;
  if (!proof) throw new Error(`Run ${runNumber} has no proof.`);
  return proof;
}
