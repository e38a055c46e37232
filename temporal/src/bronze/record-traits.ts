import type { TransactionSql } from "postgres";
import { type Finding, recordFinding } from "../ledger/findings.ts";
import type { SourceTraits } from "./source-traits.ts";

/** A larger clock difference is reported; in milliseconds. */
const CLOCK_TOLERANCE_MS = 60_000;

export const excludedTimes: Finding = {
  code: "updated_since_exclusive",
  severity: "notice",
  records: 0,
  recordIds: [],
  detail: "updated_since is exclusive: the source leaves out records with exactly that time.",
  remedy: "None: requests use one second earlier.",
};

export const unreadableTimes: Finding = {
  code: "unreadable_times",
  severity: "notice",
  records: 0,
  recordIds: [],
  detail: "A whole page had no usable updated_at, so pages were read by number.",
  remedy: "Check the records' updated_at: each needs a zone, and the list must be ordered by it.",
};

/** Stores findings about how the source differs from its contract. */
export async function recordTraits(
  sql: TransactionSql,
  runId: string,
  traits: SourceTraits,
  pageSizeAsked: number,
): Promise<void> {
  const notice: Pick<Finding, "severity" | "records" | "recordIds"> = {
    severity: "notice",
    records: 0,
    recordIds: [],
  };
  if (traits.pageSize < pageSizeAsked)
    await recordFinding(sql, runId, {
      ...notice,
      code: "page_size_reduced",
      detail: `The source returns at most ${traits.pageSize} records per page; ${pageSizeAsked} were requested.`,
      remedy: `None: pages of ${traits.pageSize} are read. SOURCE_PAGE_SIZE=${traits.pageSize} saves one request.`,
    });
  if (traits.timesUnreadable) await recordFinding(sql, runId, unreadableTimes);
  else if (!traits.honoursUpdatedSince)
    await recordFinding(sql, runId, {
      ...notice,
      code: "updated_since_ignored",
      detail: "The source does not filter by updated_since.",
      remedy: "None: every run reads all pages. Runs are faster with a source that filters.",
    });
  if (traits.excludesUpdatedSince) await recordFinding(sql, runId, excludedTimes);
  const { clockAheadMs } = traits;
  if (clockAheadMs !== null && Math.abs(clockAheadMs) > CLOCK_TOLERANCE_MS)
    await recordFinding(sql, runId, {
      ...notice,
      code: "clock_differs",
      detail: `The source's clock is ${Math.round(Math.abs(clockAheadMs) / 1_000)} s ${clockAheadMs > 0 ? "ahead of" : "behind"} ours.`,
      remedy: "Correct the clock that is wrong. The watermark uses the local clock, so no record is lost.",
    });
}
