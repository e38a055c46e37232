import { pipelineCommand } from "@enrichment-monitor/environment/pipeline-command";
import { formatCount, formatSpan, formatTime, print, printJson, printTable } from "./output.ts";
import type { Session } from "./session.ts";

interface RunRow {
  runNumber: number;
  startedAt: Date;
  finishedAt: Date | null;
  kind: string;
  variant: string;
  trigger: string;
  outcome: string;
  recordsRead: number;
  versionsWritten: number;
  goldInserted: number;
  goldUpdated: number;
  rejected: number;
  rateLimited: number;
  error: string | null;
}

/** The newest entries of the run ledger. */
export async function listRuns(
  { sql }: Pick<Session, "sql">,
  { json, limit }: { json?: boolean; limit: number },
): Promise<void> {
  const runs = await sql<RunRow[]>`
    select run_number as "runNumber", started_at as "startedAt", finished_at as "finishedAt", kind, variant, trigger,
           outcome, records_read as "recordsRead", versions_written as "versionsWritten",
           gold_inserted as "goldInserted", gold_updated as "goldUpdated", rejected,
           rate_limited as "rateLimited", error
    from ops.runs order by run_number desc limit ${limit}`;
  if (json) printJson(runs);
  else if (runs.length === 0) print(`No run yet. Start one: ${pipelineCommand()} run`);
  else printRuns(runs);
}

function printRuns(runs: readonly RunRow[]): void {
  const counts = ["Run", "Took", "Read", "Versions", "New", "Updated", "Rejected", "429s"];
  printTable(
    [
      "Run",
      "Started",
      "Took",
      "Kind",
      "Variant",
      "By",
      "Outcome",
      "Read",
      "Versions",
      "New",
      "Updated",
      "Rejected",
      "429s",
    ],
    runs.map((run) => [
      String(run.runNumber),
      formatTime(run.startedAt),
      run.finishedAt ? formatSpan(run.finishedAt.getTime() - run.startedAt.getTime()) : "…",
      run.kind,
      run.variant,
      run.trigger,
      run.outcome,
      ...[
        run.recordsRead,
        run.versionsWritten,
        run.goldInserted,
        run.goldUpdated,
        run.rejected,
        run.rateLimited,
      ].map(formatCount),
    ]),
    counts,
  );
  for (const run of runs) if (run.error) print(`\nRun ${run.runNumber}: ${run.error}`);
}
