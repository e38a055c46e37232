import { WorkflowFailedError } from "@temporalio/client";
import type { RunSummary } from "../activities/close-run.ts";
import { RUN_WORKFLOWS, TASK_QUEUE } from "../identifiers.ts";
import type { RunVariant } from "../ledger/run-reference.ts";
import type * as workflows from "../workflows/index.ts";
import type { PipelineInput } from "../workflows/pipeline-input.ts";
import type { PipelineResult } from "../workflows/run-lifecycle.ts";
import { awaitResult } from "./await-result.ts";
import { balanceLine } from "./balance-line.ts";
import { EXIT } from "./exit-codes.ts";
import { followRun } from "./follow-run.ts";
import { formatCount, plural, print, printFacts, printJson } from "./output.ts";
import { printFinding } from "./print-finding.ts";
import { proofLine } from "./proof-line.ts";
import { type ProofSummary, readProofSummary } from "./proof-summary.ts";
import type { Session } from "./session.ts";

/** Starts a run, follows it to its end, prints its figures and sets the exit code. */
export async function startRun(
  { temporal, sql }: Session,
  variant: RunVariant,
  input: PipelineInput,
  { json }: { json?: boolean },
): Promise<void> {
  const { type, id } = RUN_WORKFLOWS[variant];
  const workflowId = `${id}-${input.trigger}-${new Date().toISOString()}`;
  const handle = await temporal.workflow.start<(typeof workflows)["enrichmentPipeline"]>(type, {
    taskQueue: TASK_QUEUE,
    workflowId,
    args: [input],
    staticSummary: `Started manually: ${input.kind}`,
  });
  try {
    const result = await followRun(
      sql,
      workflowId,
      awaitResult(() => handle.result()),
    );
    const proof = "busyWith" in result ? null : await readProofSummary(sql, result.runNumber);
    if (json) printJson({ workflowId, ...result, proof });
    else printResult(result, proof);
    process.exitCode = exitCodeOf(result);
  } catch (error) {
    if (!(error instanceof WorkflowFailedError)) throw error;
    const { outcome, reason } = await readEnd(sql, workflowId);
    if (json) printJson({ workflowId, outcome, error: reason });
    else print(`The run ${SENTENCE[outcome]}. ${reason}`);
    process.exitCode = EXIT.unhealthy;
  }
}

function exitCodeOf({ outcome }: PipelineResult): number {
  if (outcome === "already-running") return EXIT.busy;
  return outcome === "succeeded" || outcome === "succeeded_with_findings" ? EXIT.done : EXIT.unhealthy;
}

async function readEnd(
  sql: Session["sql"],
  workflowId: string,
): Promise<{ outcome: RunSummary["outcome"]; reason: string }> {
  const [run] = await sql<{ outcome: RunSummary["outcome"]; error: string | null }[]>`
    select outcome, error from ops.runs where workflow_id = ${workflowId} order by run_number desc limit 1`;
  if (run?.error) return { outcome: run.outcome, reason: run.error };
  return {
    outcome: "failed",
    reason: "It ended without recording a reason: see its history in Temporal's Web UI.",
  };
}

function printResult(result: PipelineResult, proof: ProofSummary | null): void {
  if ("busyWith" in result) {
    print(
      `Run ${result.busyWith.runNumber} is already active (${result.busyWith.workflowId}): nothing was started.`,
    );
    return;
  }
  const name = `Run ${result.runNumber}`;
  const what = result.kind === "first_load" ? `${name}, the first load,` : name;
  print(`${what} ${SENTENCE[result.outcome]} in ${result.seconds} s.`);
  printFacts([...factsOf(result), ["Proof", proof ? proofLine(proof) : "none"]]);
  for (const finding of result.findings) printFinding(finding);
}

const SENTENCE: Record<RunSummary["outcome"], string> = {
  running: "is still running",
  succeeded: "succeeded",
  succeeded_with_findings: "succeeded with findings",
  incomplete: "is incomplete: it ended",
  failed: "failed",
  canceled: "was canceled",
  abandoned: "was abandoned",
};

const factsOf = (summary: RunSummary): [string, string][] => [
  [
    "Read",
    `${plural(summary.recordsRead, "record", "records")} in ${plural(summary.requests, "request", "requests")} (${formatCount(summary.rateLimited)} answered 429)`,
  ],
  ["Bronze", plural(summary.versionsWritten, "new version", "new versions")],
  [
    "Gold",
    `${formatCount(summary.goldInserted)} new, ${formatCount(summary.goldUpdated)} updated, ${formatCount(summary.deleted)} deleted, ${formatCount(summary.rejected)} rejected`,
  ],
  ["Balance", balanceLine(summary)],
];
