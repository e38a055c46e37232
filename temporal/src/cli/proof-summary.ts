import { type ProofEnd, type ProofVerdict, verdictOf } from "@enrichment-monitor/warehouse/proof-verdict";
import type { differenceKinds } from "@enrichment-monitor/warehouse/run-vocabulary";
import type { Sql } from "postgres";

export type DifferenceKind = (typeof differenceKinds)[number];

/** The result of a proof by counting. */
export interface ProofSummary {
  runId: string;
  runNumber: number;
  verdict: ProofVerdict;
  startedAt: Date;
  finishedAt: Date | null;
  /** Entries; null: not counted. */
  sourceRecords: number | null;
  warehouseRecords: number | null;
  /** The cap of the source's count; null: no cap. */
  countsUpTo: number | null;
  requests: number;
  /** Those that together are all of the source. */
  windowsTotal: number;
  /** Those that still differ, and by how many entries. */
  windowsDiffering: number;
  recordsDiffering: number;
  /** Records that differed, most frequent kind first. */
  found: { kind: DifferenceKind; records: number }[];
  goldChecked: number;
  goldRepaired: number;
}

type SummaryRow = Omit<ProofSummary, "verdict"> & ProofEnd;

/**
 * Of a run, or of the newest that has ended with its proof.
 * @returns null when there is none
 */
export async function readProofSummary(sql: Sql, runNumber: number | "newest"): Promise<ProofSummary | null> {
  const [row] = await sql<SummaryRow[]>`
    select run_id as "runId", run_number as "runNumber", verdict, outcome as "runOutcome",
           exists (select from ops.findings
                   where findings.run_id = proof.run_id and code = 'being_checked') as "isLeftOpen",
           started_at as "startedAt", finished_at as "finishedAt", source_records as "sourceRecords",
           warehouse_records as "warehouseRecords", counts_up_to as "countsUpTo", requests, windows.*, found.*,
           gold_checked as "goldChecked", gold_repaired as "goldRepaired"
    from (
      select proof.*, run_number, outcome from ops.proofs as proof join ops.runs as run using (run_id)
      where ${
        runNumber === "newest"
          ? sql`proof.finished_at is not null and run.finished_at is not null`
          : sql`run_number = ${runNumber}`
      }
      order by run_number desc limit 1) as proof
    cross join lateral (
      select count(*) filter (where origin in ('boundary', 'half')) as "windowsTotal",
             count(*) filter (where differs) as "windowsDiffering",
             coalesce(sum(abs(difference_from - difference_to)) filter (where differs), 0)::bigint as "recordsDiffering"
      from ops.proof_windows
      cross join lateral (
        select verdict in ('differs', 'reading', 'unsettled') and difference_from <> difference_to as differs) as judged
      where proof_windows.run_id = proof.run_id) as windows
    cross join lateral (
      select coalesce(json_agg(by_kind order by records desc, kind), '[]') as found
      from (select kind, count(*) as records from ops.differences
            where differences.run_id = proof.run_id group by kind) as by_kind) as found`;
  if (!row) return null;
  const { runOutcome, isLeftOpen, verdict, ...summary } = row;
  return { ...summary, verdict: verdictOf({ verdict, runOutcome, isLeftOpen }) };
}
