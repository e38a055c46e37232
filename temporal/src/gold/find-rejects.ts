import type { Sql } from "postgres";
import type { Finding } from "../ledger/findings.ts";

/** The finding that open rejects make: a warning when the run added to them; null when there is none. */
export async function findRejects(sql: Sql, runId: string, mostIds: number): Promise<Finding | null> {
  const rules = await sql<{ rule: string; records: number; added: number; recordIds: string[] }[]>`
    select rule, count(distinct record_key) as records, count(*) filter (where run_id = ${runId}) as added,
           (array_agg(distinct record_key::text))[1:${mostIds}::integer] as "recordIds"
    from ops.rejected_records where resolved_at is null
    group by rule order by 2 desc, rule`;
  if (rules.length === 0) return null;
  const records = rules.reduce((sum, rule) => sum + rule.records, 0);
  const added = rules.reduce((sum, rule) => sum + rule.added, 0);
  return {
    code: "rejected_records",
    severity: added > 0 ? "warning" : "notice",
    records,
    recordIds: rules.flatMap(({ recordIds }) => recordIds).slice(0, mostIds),
    detail: `${records} records break a rule: ${rules.map((rule) => `${rule.records} ${rule.rule}`).join(", ")}.`,
    remedy:
      "Their last valid state stays in gold. Have them fixed at the source; ops.rejected_records lists them.",
  };
}
