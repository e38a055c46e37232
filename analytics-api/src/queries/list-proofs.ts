import type { ProofRow } from "../schemas/proof.ts";
import type { Snapshot, SqlFragment } from "../sql/snapshot.ts";

const proofs = (sql: Snapshot, matching: SqlFragment, limit: number) => sql<ProofRow[]>`
  select run_id, run_number, verdict, outcome as "runOutcome",
         exists (select from ops.findings
                 where findings.run_id = proof.run_id and code = 'being_checked') as "isLeftOpen",
         started_at, finished_at, source_records, warehouse_records, requests, windows.*, found.*, gold_checked, gold_repaired
  from (
    select proof.*, run_number, outcome from ops.proofs as proof join ops.runs as run using (run_id)
    where ${matching} order by run_number desc limit ${limit}) as proof
  cross join lateral (
    select count(*) filter (where origin in ('boundary', 'half')) as windows_total,
           count(*) filter (where differs) as windows_differing,
           coalesce(sum(abs(difference_from - difference_to)) filter (where differs), 0)::bigint as records_differing
    from ops.proof_windows
    cross join lateral (
      select verdict in ('differs', 'reading', 'unsettled') and difference_from <> difference_to as differs) as judged
    where proof_windows.run_id = proof.run_id) as windows
  cross join lateral (
    select coalesce(sum(records), 0)::bigint as differences_total,
           coalesce(json_agg(by_kind order by records desc, kind), '[]') as differences_by_kind
    from (select kind, count(*) as records from ops.differences
          where differences.run_id = proof.run_id group by kind) as by_kind) as found
  order by run_number desc`;

/** The proof of a run; undefined when it has none. */
export async function readProof(sql: Snapshot, runId: string): Promise<ProofRow | undefined> {
  const [proof] = await proofs(sql, sql`proof.run_id = ${runId}`, 1);
  return proof;
}

/** Up to `limit` proofs that have ended, and their runs too, newest first. */
export const listProofs = (sql: Snapshot, limit: number) =>
  proofs(sql, sql`proof.finished_at is not null and run.finished_at is not null`, limit);
