import type { proofWindowOrigins, proofWindowVerdicts } from "@enrichment-monitor/warehouse/run-vocabulary";
import type { Sql } from "postgres";
import { formatCount, formatTime, printTable } from "./output.ts";

/** A span of `updated_at` in which both sides were counted. */
export interface CountedWindow {
  windowNo: number;
  origin: (typeof proofWindowOrigins)[number];
  /** Inclusive; null: from the beginning. */
  from: Date | null;
  /** Exclusive; null: to the end. */
  to: Date | null;
  sourceRecords: number;
  warehouseRecords: number;
  verdict: (typeof proofWindowVerdicts)[number];
  countedAt: Date;
}

/** Of a run's proof: those that together are all of the source from the earliest, then others. */
export const readCountedWindows = (sql: Sql, runNumber: number) => sql<CountedWindow[]>`
  select window_no as "windowNo", origin, from_at as "from", to_at as "to", windows.source_records as "sourceRecords",
         warehouse_records as "warehouseRecords", verdict, counted_at as "countedAt"
  from ops.proof_windows as windows join ops.runs using (run_id)
  where run_number = ${runNumber}
  order by origin in ('scrub', 'earlier_entry'), from_at nulls first, to_at nulls last, window_no`;

/** Cells of the longest bar. */
const BAR = 10;

/**
 * A row for each window, with a bar as long as its share of the largest.
 * @param isPast what differed was settled by a complete read, which left the windows as they were
 */
export function printWindows(windows: readonly CountedWindow[], isPast: boolean): void {
  const largest = Math.max(1, ...windows.map(({ sourceRecords }) => sourceRecords));
  printTable(
    ["Window", "From", "To", "Source", "Warehouse", "", "Verdict"],
    windows.map((window) => [
      String(window.windowNo),
      window.from ? formatTime(window.from) : "the beginning",
      window.to ? formatTime(window.to) : "the end",
      formatCount(window.sourceRecords),
      formatCount(window.warehouseRecords),
      "█".repeat(Math.ceil((BAR * Math.max(0, window.sourceRecords)) / largest)),
      verdictOn(window, isPast),
    ]),
    ["Window", "Source", "Warehouse"],
  );
}

function verdictOn(
  { verdict, origin, sourceRecords, warehouseRecords }: CountedWindow,
  isPast: boolean,
): string {
  const more = sourceRecords - warehouseRecords;
  const difference =
    more === 0
      ? ""
      : `: the source ${isPast ? "had" : "has"} ${formatCount(Math.abs(more))} ${more > 0 ? "more" : "fewer"}`;
  const said = isPast && verdict === "differs" ? "differed" : VERDICT[verdict];
  return `${said}${difference}${ORIGIN[origin]}`;
}

const VERDICT: Record<CountedWindow["verdict"], string> = {
  equal: "equal",
  healed: "healed",
  differs: "DIFFERS",
  reading: "being read",
  unsettled: "NOT SETTLED",
};

const ORIGIN: Record<CountedWindow["origin"], string> = {
  boundary: "",
  half: "",
  scrub: " (read in rotation)",
  earlier_entry: " (around an earlier time)",
};
