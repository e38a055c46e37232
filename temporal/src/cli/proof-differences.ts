import type { Sql } from "postgres";
import { formatTime, printTable } from "./output.ts";
import type { DifferenceKind } from "./proof-summary.ts";

/** A record that differed between source and warehouse. */
export interface FoundDifference {
  recordKey: string;
  kind: DifferenceKind;
  /** Null: a complete read found it. */
  windowNo: number | null;
  /** That settled it; null: none. */
  versionId: number | null;
  foundAt: Date;
}

/** The first `limit` that the proof of a run found. */
export const readFoundDifferences = (sql: Sql, runNumber: number, limit: number) => sql<FoundDifference[]>`
  select record_key as "recordKey", difference.kind, window_no as "windowNo", version_id as "versionId", found_at as "foundAt"
  from ops.differences as difference join ops.runs using (run_id)
  where run_number = ${runNumber}
  order by found_at, record_key, difference.kind
  limit ${limit}`;

export const printDifferences = (differences: readonly FoundDifference[]): void =>
  printTable(
    ["Record", "What", "Window", "Version", "Found"],
    differences.map(({ recordKey, kind, windowNo, versionId, foundAt }) => [
      recordKey,
      WHAT[kind],
      windowNo === null ? "complete read" : String(windowNo),
      versionId === null ? "—" : String(versionId),
      formatTime(foundAt),
    ]),
    ["Version"],
  );

const WHAT: Record<DifferenceKind, string> = {
  lost: "was missing in the warehouse",
  stale: "was outdated in the warehouse",
  rolled_back: "went back to an older state at the source",
  listed_twice: "is listed more than once by the source",
  gone: "is no longer listed by the source",
  changed: "changed without a new updated_at",
};
