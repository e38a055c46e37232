import type { RunSummary } from "../activities/close-run.ts";
import type { Finding } from "../ledger/findings.ts";
import { formatCount } from "./output.ts";

interface Balance extends Pick<RunSummary, "sourceRecords" | "goldRecords" | "rejectedRecords"> {
  findings: readonly Pick<Finding, "code" | "severity">[];
}

/** Compares the counts of source and warehouse in one line. */
export function balanceLine({ sourceRecords, goldRecords, rejectedRecords, findings }: Balance): string {
  const warehouse = `${formatCount(goldRecords)} in gold + ${formatCount(rejectedRecords)} with rejected versions only`;
  if (sourceRecords === null) {
    const isBeingChecked = findings.some(({ code }) => code === "being_checked");
    return `unknown${isBeingChecked ? " while windows differ" : ", the source was not counted"}; ${warehouse}`;
  }
  const source = formatCount(sourceRecords);
  const isUnexplained = findings.some(({ code, severity }) => code === "count_differs" && severity === "gap");
  if (isUnexplained) return `${source} in the source ≠ ${warehouse}`;
  const extra = sourceRecords - goldRecords - rejectedRecords;
  if (extra < 0) return `${source} counted by the source + ${formatCount(-extra)} not counted = ${warehouse}`;
  const beyond = extra > 0 ? ` + ${formatCount(extra)} duplicates or overcounted` : "";
  return `${source} in the source = ${warehouse}${beyond}`;
}
