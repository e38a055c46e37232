import { pipelineCommand } from "@enrichment-monitor/environment/pipeline-command";
import type { ops } from "@enrichment-monitor/warehouse";
import type { TransactionSql } from "postgres";
import { type Finding, MAX_IDS, recordFinding } from "../ledger/findings.ts";
import type { RunReference } from "../ledger/run-reference.ts";
import { correctMovedRecords } from "./correct-moved-records.ts";

type DifferenceKind = (typeof ops.differenceKinds)[number];

/** Records the differences that the proof, or the complete read in its place, found and fixed, as findings of the run. */
export async function recordProofFindings(sql: TransactionSql, run: RunReference): Promise<void> {
  await correctMovedRecords(sql, run);
  const found = await sql<{ kind: DifferenceKind; records: number; recordIds: string[] }[]>`
    select kind, count(*) as records,
           (array_agg(record_key::text order by record_key))[1:${MAX_IDS}] as "recordIds"
    from ops.differences
    where run_id = ${run.runId}
      -- A complete read has its own finding for duplicates.
      and not (kind = 'listed_twice' and window_no is null)
    group by kind order by kind`;
  for (const { kind, ...affected } of found)
    await recordFinding(sql, run.runId, {
      ...affected,
      severity: "warning",
      ...MESSAGES[kind](affected.records),
    });
}

const records = (count: number): string => (count === 1 ? "1 record" : `${count} records`);

const MESSAGES: Record<DifferenceKind, (count: number) => Pick<Finding, "code" | "detail" | "remedy">> = {
  lost: (count) => ({
    code: "lost_records",
    detail: `The source lists ${records(count)} that the warehouse did not have. Gold now has the listed state.`,
    remedy:
      "Nothing. If it happens often, raise LOOKBACK_MINUTES: the source shows records long after their updated_at.",
  }),
  stale: (count) => ({
    code: "stale_records",
    detail: `The warehouse had ${records(count)} in an older state than the source. Gold now has the listed state.`,
    remedy:
      "Nothing. If it happens often, raise LOOKBACK_MINUTES: the source shows updates long after their updated_at.",
  }),
  rolled_back: (count) => ({
    code: "rolled_back_records",
    detail: `The source lists ${records(count)} in an older state than before, as after a restore. Gold now has the older state.`,
    remedy: "None; the newer states stay in bronze.",
  }),
  listed_twice: (count) => ({
    code: "duplicate_records",
    detail: `The source lists ${records(count)} more than once; only the newest entry of each is ingested.`,
    remedy: "Tell the source's owners: one id must be listed once.",
  }),
  gone: (count) => ({
    code: "deleted_records",
    detail: `${records(count)} no longer listed by the source: removed from gold.`,
    remedy: "None, if they were deleted on purpose.",
  }),
  changed: (count) => ({
    code: "changed_records",
    detail: `The source lists ${records(count)} with different content under the same updated_at. Gold now has the listed state.`,
    remedy: "Tell the source's owners: every change must update updated_at.",
  }),
};

/** The finding of a run whose proof left windows that differ, or could not count. */
export const beingChecked = (windows: number, records: number): Finding => ({
  code: "being_checked",
  severity: windows > 0 ? "warning" : "notice",
  records,
  recordIds: [],
  detail:
    windows > 0
      ? `The counts of source and warehouse still differ in ${windows} windows.`
      : "The source kept changing while it was counted, so this run could not prove anything.",
  remedy: `Nothing: the next run continues. ${pipelineCommand()} proof shows the windows.`,
});
