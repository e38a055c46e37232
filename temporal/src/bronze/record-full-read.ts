import { pipelineCommand } from "@enrichment-monitor/environment/pipeline-command";
import type { TransactionSql } from "postgres";
import { type Finding, recordFinding } from "../ledger/findings.ts";
import type { SomeRecords } from "./full-read.ts";

/** The result of a complete read. */
export interface FullRead {
  /** Entries that the source lists, duplicates included. */
  listed: number;
  /** The source's total; null if it has none. */
  total: number | null;
  /** False: the last pass saw other records than the previous one. */
  settled: boolean;
  duplicates: SomeRecords;
  deleted: SomeRecords;
  rolledBack: SomeRecords;
}

/** A round total that is lower than the number of listed records is a cap. */
const ROUND = 100;

/** Stores the result of a complete read in the run and the warehouse state. */
export async function recordFullRead(sql: TransactionSql, runId: string, read: FullRead): Promise<void> {
  const difference = read.total === null ? 0 : read.total - read.listed;
  await sql`
    update ops.warehouse_state
    set full_read_at = clock_timestamp(), count_difference = ${difference},
        data_version = data_version + ${read.deleted.records + read.rolledBack.records > 0 ? 1 : 0}`;
  await sql`
    update ops.runs set source_records = ${read.listed}, deleted = deleted + ${read.deleted.records}
    where run_id = ${runId}`;
  for (const finding of findingsOf(read, difference)) await recordFinding(sql, runId, finding);
}

function findingsOf(read: FullRead, difference: number): Finding[] {
  const { duplicates, deleted, rolledBack } = read;
  const findings: (Finding | false)[] = [
    duplicates.records > 0 && {
      ...duplicates,
      code: "duplicate_records",
      severity: "warning",
      detail: `The source lists ${duplicates.records} records more than once; only the newest entry of each is ingested.`,
      remedy: "Tell the source's owners: one id must be listed once.",
    },
    deleted.records > 0 && {
      ...deleted,
      code: "deleted_records",
      severity: "warning",
      detail: `${deleted.records} records are no longer listed by the source and were removed from gold.`,
      remedy: "None, if they were deleted on purpose.",
    },
    rolledBack.records > 0 && {
      ...rolledBack,
      code: "rolled_back_records",
      severity: "warning",
      detail: `The source lists ${rolledBack.records} records in an older state than before, as after a restore. Gold now has the older state.`,
      remedy: "None; the newer states stay in bronze.",
    },
    read.total !== null && difference !== 0 && countFinding(read.total, read.listed),
    !read.settled && {
      code: "not_counted",
      severity: "gap",
      records: 0,
      recordIds: [],
      detail: "Each complete read returned different records, so no record was marked as deleted.",
      remedy:
        "The next run reads everything again. If this persists, the source changes faster than it can be read.",
    },
  ];
  return findings.filter((finding) => finding !== false);
}

export function countFinding(total: number, listed: number): Finding {
  const capped = total < listed && total > 0 && total % ROUND === 0;
  return {
    code: capped ? "total_capped" : "count_differs",
    severity: "warning",
    records: Math.abs(total - listed),
    recordIds: [],
    detail: capped
      ? `The source stops counting at ${total}; it lists ${listed} records.`
      : `The source counts ${total} records and lists ${listed}.`,
    remedy: capped
      ? `Counts prove only the newest records. Older ones are read in rotation; to read them now: ${pipelineCommand()} reconcile.`
      : "Tell the source's owners that its total is wrong. All listed records are in the warehouse.",
  };
}
