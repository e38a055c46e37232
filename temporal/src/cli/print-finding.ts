import type { Finding } from "../ledger/findings.ts";
import { print } from "./output.ts";

/** What a run noticed, what to do about it, and the ids of the first records. */
export function printFinding({ severity, detail, remedy, recordIds }: Finding): void {
  print(`\n${SEVERITY[severity]}: ${detail}\n  → ${remedy}`);
  if (recordIds.length > 0) print(`  ${recordIds.join(", ")}`);
}

const SEVERITY: Record<Finding["severity"], string> = { notice: "Note", warning: "Finding", gap: "Gap" };
