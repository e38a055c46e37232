import type { TransactionSql } from "postgres";
import type { Finding } from "../ledger/findings.ts";

/** The finding that a run's rejects make; null when it rejected nothing that is still open. */
export async function findRejects(
  sql: TransactionSql,
  runId: string,
  mostIds: number,
): Promise<Finding | null> {
  const rules = await sql<{ rule: string; records: number; recordIds: string[] }[]>`
    select rule, count(distinct record_key) as records,
           (array_agg(distinct record_key::text))[1:${mostIds}] as "recordIds"
    from ops.rejected_records where run_id = ${runId} and resolved_at is null
    group by rule order by 2 desc, rule`;
  if (rules.length === 0) return null;
  const records = rules.reduce((sum, rule) => sum + rule.records, 0);
  return {
    code: "rejected_records",
    severity: "warning",
    records,
    recordIds: rules.flatMap(({ recordIds }) => recordIds).slice(0, mostIds),
    detail: `${records} records break a rule: ${rules.map((rule) => `${rule.records} ${rule.rule}`).join(", ")}.`,
    remedy:
      "Their last good state stays in gold. Have them mended at the source; ops.rejected_records shows each.",
  };
}
