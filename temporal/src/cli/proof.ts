import { pipelineCommand } from "@enrichment-monitor/environment/pipeline-command";
import { readFindings } from "../ledger/findings.ts";
import { EXIT } from "./exit-codes.ts";
import { formatCount, formatTime, print, printJson } from "./output.ts";
import { printFinding } from "./print-finding.ts";
import { type FoundDifference, printDifferences, readFoundDifferences } from "./proof-differences.ts";
import { proofLine } from "./proof-line.ts";
import { type ProofSummary, readProofSummary } from "./proof-summary.ts";
import { printWindows, readCountedWindows } from "./proof-windows.ts";
import type { Session } from "./session.ts";

export interface ProofOptions {
  json?: boolean;
  /** Differences that are listed. */
  limit: number;
}

/** The proof of a run, or the newest that has ended: what both sides count, window by window, and what differed. */
export async function showProof(
  { sql }: Pick<Session, "sql">,
  runNumber: number | undefined,
  { json, limit }: ProofOptions,
): Promise<void> {
  const proof = await readProofSummary(sql, runNumber ?? "newest");
  if (!proof) {
    showNone(runNumber, json);
    return;
  }
  const windows = await readCountedWindows(sql, proof.runNumber);
  const differences = await readFoundDifferences(sql, proof.runNumber, limit);
  if (json) {
    printJson({ ...proof, windows, differences });
    return;
  }
  printHead(proof);
  if (windows.length > 0) {
    print("");
    printWindows(windows, proof.verdict === "read_in_full");
  }
  printFound(proof, differences);
  // What a complete read finds is in the run's findings alone.
  if (proof.verdict === "read_in_full" && proof.found.length === 0)
    for (const finding of await readFindings(sql, proof.runId)) printFinding(finding);
}

function showNone(runNumber: number | undefined, json: boolean | undefined): void {
  if (runNumber !== undefined) {
    process.stderr.write(
      `Run ${runNumber} has no proof: ${pipelineCommand()} runs shows which runs there are.\n`,
    );
    process.exitCode = EXIT.usage;
  } else if (json) printJson(null);
  else print(`No proof yet: each run ends with one. Start one: ${pipelineCommand()} run`);
}

function printHead(proof: ProofSummary): void {
  const when = proof.finishedAt ? formatTime(proof.finishedAt) : `since ${formatTime(proof.startedAt)}`;
  print(`${TITLE[proof.verdict]}  Run ${proof.runNumber}, ${when}`);
  print(proofLine(proof));
}

function printFound({ found }: ProofSummary, differences: readonly FoundDifference[]): void {
  const total = found.reduce((records, kind) => records + kind.records, 0);
  if (total === 0) return;
  print(`\n${formatCount(total)} ${total === 1 ? "record" : "records"} differed:`);
  printDifferences(differences);
  const left = total - differences.length;
  if (left > 0) print(`… and ${formatCount(left)} more: --limit ${Math.min(total, 1_000)} lists more.`);
}

const TITLE: Record<ProofSummary["verdict"], string> = {
  counting: "COUNTING",
  proved: "PROVED",
  being_checked: "BEING CHECKED",
  read_in_full: "READ IN FULL",
  not_countable: "NOT COUNTABLE",
};
