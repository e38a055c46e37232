import type { TransactionSql } from "postgres";
import { type Finding, recordFinding } from "../ledger/findings.ts";
import type { SourceTraits } from "./source-traits.ts";

/** Clocks that differ by more than this are worth a notice; in milliseconds. */
const CLOCK_TOLERANCE_MS = 60_000;

export const excludedTimes: Finding = {
  code: "updated_since_exclusive",
  severity: "notice",
  records: 0,
  recordIds: [],
  detail: "The source leaves out the records of the very time that updated_since names.",
  remedy: "Nothing: it is asked for one second earlier.",
};

export const unreadableTimes: Finding = {
  code: "unreadable_times",
  severity: "notice",
  records: 0,
  recordIds: [],
  detail: "A whole page had no updated_at that says what comes next, so pages were read by their numbers.",
  remedy: "Look at the records' updated_at: each needs a zone, and the list must be in their order.",
};

/** Notes in the run what the source does otherwise than its contract says, and what the pipeline made of it. */
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
      detail: `The source puts at most ${traits.pageSize} records on a page; ${pageSizeAsked} were asked for.`,
      remedy: `Nothing: pages of ${traits.pageSize} are read. SOURCE_PAGE_SIZE=${traits.pageSize} saves a request.`,
    });
  if (traits.timesUnreadable) await recordFinding(sql, runId, unreadableTimes);
  else if (!traits.honoursUpdatedSince)
    await recordFinding(sql, runId, {
      ...notice,
      code: "updated_since_ignored",
      detail: "The source does not filter by updated_since.",
      remedy: "Nothing: every run reads all pages. A source that filters makes runs quicker.",
    });
  if (traits.excludesUpdatedSince) await recordFinding(sql, runId, excludedTimes);
  const { clockAheadMs } = traits;
  if (clockAheadMs !== null && Math.abs(clockAheadMs) > CLOCK_TOLERANCE_MS)
    await recordFinding(sql, runId, {
      ...notice,
      code: "clock_differs",
      detail: `The source's clock is ${Math.round(Math.abs(clockAheadMs) / 1_000)} s ${clockAheadMs > 0 ? "ahead of" : "behind"} ours.`,
      remedy: "Set the clock that is wrong. The watermark goes by ours, so that nothing is lost meanwhile.",
    });
}
