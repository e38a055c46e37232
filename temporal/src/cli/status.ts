import { readHealthInputs } from "@enrichment-monitor/warehouse/health-inputs";
import { computeHealth, type PipelineHealth } from "@enrichment-monitor/warehouse/pipeline-health";
import { readTemporalState } from "@enrichment-monitor/warehouse/temporal-state";
import { EXIT } from "./exit-codes.ts";
import { formatCount, formatSpan, formatTime, print, printFacts, printJson } from "./output.ts";
import { proofLine } from "./proof-line.ts";
import { readProofSummary } from "./proof-summary.ts";
import { describeProgress, readOpenRunProgress } from "./run-progress.ts";
import type { Session } from "./session.ts";

interface WarehouseFacts {
  generation: number;
  watermark: Date | null;
  pending: number;
}

/** Is it healthy, how fresh is it, what comes next? */
export async function showStatus(session: Session, { json }: { json?: boolean }): Promise<void> {
  const { config, sql } = session;
  const [temporal, inputs, facts, progress, proof] = await Promise.all([
    readTemporalState(session.temporal),
    readHealthInputs(sql),
    readFacts(sql),
    readOpenRunProgress(sql),
    readProofSummary(sql, "newest"),
  ]);
  const now = new Date();
  const { finishedRun, openRun } = inputs;
  const { schedule, workers } = temporal;
  const rejects = { ...inputs.rejects, limitPercent: config.MAX_REJECTED_PERCENT };
  const intervalMs = config.SCHEDULE_INTERVAL_MINUTES * 60_000;
  const health = computeHealth({ ...inputs, now, intervalMs, temporal, rejects });
  process.exitCode = health.state === "healthy" ? EXIT.done : EXIT.unhealthy;
  if (json) {
    const freshnessSeconds =
      facts.watermark && Math.round((now.getTime() - facts.watermark.getTime()) / 1_000);
    printJson({
      ...health,
      ...facts,
      freshnessSeconds,
      schedule,
      workers,
      finishedRun,
      openRun,
      progress,
      proof,
      rejects,
    });
    return;
  }
  printHealth(health);
  printFacts([
    [
      "Fresh up to",
      facts.watermark
        ? `${formatTime(facts.watermark)} (${formatSpan(now.getTime() - facts.watermark.getTime())} ago)`
        : "nothing read yet",
    ],
    [
      "Running now",
      openRun
        ? `run ${openRun.runNumber}, for ${formatSpan(now.getTime() - openRun.startedAt.getTime())}`
        : "nothing",
    ],
    ...(progress ? describeProgress(progress, now) : []),
    [
      "Last run",
      finishedRun ? `run ${finishedRun.runNumber}, ${finishedRun.outcome.replaceAll("_", " ")}` : "none",
    ],
    ["Proof", proof ? `run ${proof.runNumber}: ${proofLine(proof)}` : "none yet"],
    ["Next run", schedule?.paused ? "none: the schedule is paused" : formatTime(schedule?.nextRunAt ?? null)],
    ["Workers", String(workers)],
    [
      "Gold",
      `${formatCount(rejects.gold)} records; ${formatCount(facts.pending)} batches pending; ${formatCount(rejects.open)} records rejected`,
    ],
    ["Generation", String(facts.generation)],
  ]);
}

function printHealth({ state, reasons }: PipelineHealth): void {
  if (reasons.length === 0) print(`${state.toUpperCase()}  Runs finish; source and gold balance.`);
  for (const [index, { detail, remedy }] of reasons.entries())
    print(
      `${(index === 0 ? state.toUpperCase() : "").padEnd(state.length)}  ${detail}\n${"".padEnd(state.length)}  → ${remedy}`,
    );
  print("");
}

async function readFacts(sql: Session["sql"]): Promise<WarehouseFacts> {
  const [facts] = await sql<WarehouseFacts[]>`
    select generation, watermark, (select count(*) from ops.batches where transformed_at is null) as pending
    from ops.warehouse_state`;
  if (!facts) throw new Error("ops.warehouse_state is empty: migrate the warehouse.");
  return facts;
}
