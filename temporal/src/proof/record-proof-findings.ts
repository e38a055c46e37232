import type { ops } from "@enrichment-monitor/warehouse";
import type { TransactionSql } from "postgres";
import { type Finding, MAX_IDS, recordFinding } from "../ledger/findings.ts";
import type { RunReference } from "../ledger/run-reference.ts";

type DifferenceKind = (typeof ops.differenceKinds)[number];

interface Found {
  kind: DifferenceKind;
  records: number;
  recordIds: string[];
}

/** Writes into the run what its proof, or the complete read in its place, found and healed. */
export async function recordProofFindings(sql: TransactionSql, run: RunReference): Promise<void> {
  const found = await sql<Found[]>`
    select kind, count(*) as records,
           (array_agg(record_key::text order by record_key))[1:${MAX_IDS}] as "recordIds"
    from ops.differences
    where run_id = ${run.runId}
      -- A complete read has named all that are listed twice, also those known before.
      and not (kind = 'listed_twice' and window_no is null)
    group by kind order by kind`;
  for (const { kind, ...some } of found)
    await recordFinding(sql, run.runId, { ...some, severity: "warning", ...WORDS[kind](some.records) });
}

const records = (count: number): string => (count === 1 ? "1 record" : `${count} records`);

const WORDS: Record<DifferenceKind, (count: number) => Pick<Finding, "code" | "detail" | "remedy">> = {
  lost: (count) => ({
    code: "lost_records",
    detail: `The source lists ${records(count)} that the warehouse did not have: read, and in gold now.`,
    remedy:
      "Nothing. If it happens often, raise LOOKBACK_MINUTES: the source shows records long after their updated_at.",
  }),
  stale: (count) => ({
    code: "stale_records",
    detail: `The warehouse had ${records(count)} in an older state than the source: read, and in gold now.`,
    remedy:
      "Nothing. If it happens often, raise LOOKBACK_MINUTES: the source shows updates long after their updated_at.",
  }),
  rolled_back: (count) => ({
    code: "rolled_back_records",
    detail: `The source lists ${records(count)} in an older state than before, as after a restore: gold follows.`,
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
    detail: `The source lists ${records(count)} with another content under the same updated_at: gold follows.`,
    remedy: "Tell the source's owners: a change must move updated_at.",
  }),
};

/** What a run says whose counts could not be brought to agree. */
export const beingChecked = (windows: number, records: number): Finding => ({
  code: "being_checked",
  severity: windows > 0 ? "warning" : "notice",
  records,
  recordIds: [],
  detail:
    windows > 0
      ? `${windows} spans of time in which the source and the warehouse count differently are still being checked.`
      : "The source kept changing while it was counted, so that this run proves nothing.",
  remedy: "Nothing: the next run goes on. pnpm run pipeline proof shows the spans.",
});
