import { ScheduleNotFoundError } from "@temporalio/client";
import { SCHEDULE_ID, TASK_QUEUE } from "../identifiers.ts";
import { EXIT } from "./exit-codes.ts";
import { formatCount, formatSpan, formatTime, print, printFacts, printJson } from "./output.ts";
import { judgeHealth, type PipelineSigns } from "./pipeline-health.ts";
import type { Session } from "./session.ts";

interface WarehouseFacts {
  generation: number;
  watermark: Date | null;
  gold: number;
  pending: number;
  rejects: number;
}

/** Is it healthy, how fresh is it, what comes next? */
export async function showStatus(session: Session, { json }: { json?: boolean }): Promise<void> {
  const [signs, facts] = await Promise.all([readSigns(session), readFacts(session.sql)]);
  const now = new Date();
  const verdict = judgeHealth(signs, now);
  process.exitCode = verdict.health === "healthy" ? EXIT.done : EXIT.unhealthy;
  if (json) {
    const freshnessSeconds =
      facts.watermark && Math.round((now.getTime() - facts.watermark.getTime()) / 1_000);
    printJson({ ...verdict, ...signs, ...facts, freshnessSeconds });
    return;
  }
  const { lastRun, running, schedule, workers } = signs;
  print(`${verdict.health.toUpperCase()}  ${verdict.why}\n`);
  printFacts([
    [
      "Fresh up to",
      facts.watermark
        ? `${formatTime(facts.watermark)} (${formatSpan(now.getTime() - facts.watermark.getTime())} ago)`
        : "nothing read yet",
    ],
    [
      "Running now",
      running
        ? `run ${running.runNumber}, for ${formatSpan(now.getTime() - running.startedAt.getTime())}`
        : "nothing",
    ],
    [
      "Last run",
      lastRun
        ? `run ${lastRun.runNumber}, ${lastRun.outcome}, ended ${formatTime(lastRun.finishedAt)}`
        : "none",
    ],
    ["Next run", schedule?.paused ? "none: the schedule is paused" : formatTime(schedule?.next ?? null)],
    ["Workers", formatCount(workers)],
    [
      "Gold",
      `${formatCount(facts.gold)} records; ${formatCount(facts.pending)} batches pending; ${formatCount(facts.rejects)} records rejected`,
    ],
    ["Generation", String(facts.generation)],
  ]);
}

async function readSigns({ temporal, sql, config }: Session): Promise<PipelineSigns> {
  const [schedule, workers, lastRun, running] = await Promise.all([
    readSchedule(temporal),
    countWorkers(temporal),
    sql<NonNullable<PipelineSigns["lastRun"]>[]>`
      select run_number as "runNumber", outcome, finished_at as "finishedAt", error from ops.runs
      where finished_at is not null order by run_number desc limit 1`,
    sql<NonNullable<PipelineSigns["running"]>[]>`
      select run_number as "runNumber", started_at as "startedAt" from ops.runs where finished_at is null limit 1`,
  ]);
  return {
    workers,
    schedule,
    lastRun: lastRun[0] ?? null,
    running: running[0] ?? null,
    intervalMinutes: config.SCHEDULE_INTERVAL_MINUTES,
  };
}

async function readSchedule(temporal: Session["temporal"]): Promise<PipelineSigns["schedule"]> {
  try {
    const { state, info } = await temporal.schedule.getHandle(SCHEDULE_ID).describe();
    return { paused: state.paused, next: info.nextActionTimes[0] ?? null };
  } catch (error) {
    if (error instanceof ScheduleNotFoundError) return null;
    throw error;
  }
}

async function countWorkers(temporal: Session["temporal"]): Promise<number> {
  const { pollers } = await temporal.workflowService.describeTaskQueue({
    namespace: temporal.options.namespace,
    taskQueue: { name: TASK_QUEUE },
    taskQueueType: 1,
  });
  return new Set(pollers?.map((poller) => poller.identity)).size;
}

async function readFacts(sql: Session["sql"]): Promise<WarehouseFacts> {
  const [facts] = await sql<WarehouseFacts[]>`
    select generation, watermark,
           (select count(*) from gold.enrichments) as gold,
           (select count(*) from ops.batches where transformed_at is null) as pending,
           (select count(distinct record_key) from ops.rejected_records where resolved_at is null) as rejects
    from ops.warehouse_state`;
  if (!facts) throw new Error("ops.warehouse_state is empty: migrate the warehouse.");
  return facts;
}
