import type { ops } from "@enrichment-monitor/warehouse";
import type { Sql, TransactionSql } from "postgres";

export type FindingCode = (typeof ops.findingCodes)[number];
export type FindingSeverity = (typeof ops.findingSeverities)[number];

/** A finding of a run, in words for people. */
export interface Finding {
  code: FindingCode;
  severity: FindingSeverity;
  /** The number of affected records. */
  records: number;
  /** Ids of the first affected records. */
  recordIds: string[];
  detail: string;
  remedy: string;
}

/** The maximum number of ids in a finding. */
export const MAX_IDS = 20;

/** Stores a finding of the run; replaces one with the same code. */
export async function recordFinding(
  sql: Sql | TransactionSql,
  runId: string,
  { code, severity, records, recordIds, detail, remedy }: Finding,
): Promise<void> {
  await sql`
    insert into ops.findings (run_id, code, severity, records, record_ids, detail, remedy)
    values (${runId}, ${code}, ${severity}, ${records}, ${recordIds}, ${detail}, ${remedy})
    on conflict (run_id, code) do update
    set severity = excluded.severity, records = excluded.records, record_ids = excluded.record_ids,
        detail = excluded.detail, remedy = excluded.remedy, found_at = now()`;
}

export const readFindings = (sql: Sql | TransactionSql, runId: string): Promise<Finding[]> =>
  sql<Finding[]>`
    select code, severity, records, record_ids as "recordIds", detail, remedy from ops.findings
    where run_id = ${runId} order by found_at, code`;
