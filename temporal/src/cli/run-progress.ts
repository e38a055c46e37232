import type { Sql } from "postgres";
import { formatCount, formatSpan, formatTime } from "./output.ts";

/** The progress of a run, from its committed data. */
export interface RunProgress {
  runNumber: number;
  workflowId: string;
  startedAt: Date;
  kind: string;
  /** Null until the source has been probed. */
  phase: "planning" | "reading" | "transforming";
  done: number;
  /** An estimate while reading; the source may change since. */
  total: number;
  requests: number;
  rateLimited: number;
  slices: number;
  slicesFinished: number;
  /** No request is sent before. */
  waitUntil: Date | null;
  waitReason: string | null;
}

interface ProgressRow extends Omit<RunProgress, "phase" | "done" | "total"> {
  expected: number;
  read: number;
  versions: number;
  transformed: number;
}

/** Of the open run; null when none is open. */
export async function readOpenRunProgress(sql: Sql): Promise<RunProgress | null> {
  const [row] = await sql<ProgressRow[]>`
    select run_number as "runNumber", workflow_id as "workflowId", started_at as "startedAt", kind, requests,
           rate_limited as "rateLimited", wait_until as "waitUntil", wait_reason as "waitReason",
           slices.*, batches.*
    from ops.runs as run
    cross join lateral (
      select coalesce(sum(expected_records), 0)::bigint as expected, coalesce(sum(records_read), 0)::bigint as read,
             count(*) as slices, count(finished_at) as "slicesFinished"
      from ops.slices where run_id = run.run_id) as slices
    cross join lateral (
      select coalesce(sum(versions), 0) as versions,
             coalesce(sum(versions) filter (where transformed_at is not null), 0) as transformed
      from ops.batches where run_id = run.run_id) as batches
    where run.finished_at is null order by run_number desc limit 1`;
  if (!row) return null;
  const { expected, read, versions, transformed, ...progress } = row;
  if (row.slices === 0) return { ...progress, phase: "planning", done: 0, total: 0 };
  return row.slicesFinished < row.slices
    ? { ...progress, phase: "reading", done: read, total: Math.max(expected, read) }
    : { ...progress, phase: "transforming", done: transformed, total: versions };
}

/** The same, but null when the open run is another workflow's. */
export async function readRunProgress(sql: Sql, workflowId: string): Promise<RunProgress | null> {
  const progress = await readOpenRunProgress(sql);
  return progress?.workflowId === workflowId ? progress : null;
}

/** Names and values, for people. */
export function describeProgress(progress: RunProgress, now: Date): [string, string][] {
  const waits = progress.waitUntil && progress.waitUntil > now;
  const left = timeLeftMs(progress, now);
  const facts: ([string, string] | false)[] = [
    [
      "Progress",
      `${progress.phase}, ${formatCount(progress.done)} of about ${formatCount(progress.total)}${left === null ? "" : `, about ${formatSpan(left)} left`}`,
    ],
    [
      "Requests",
      `${formatCount(progress.requests)}, of which ${formatCount(progress.rateLimited)} answered 429; ${progress.slicesFinished} of ${progress.slices} slices read`,
    ],
    waits ? ["Waits until", `${formatTime(progress.waitUntil)}: ${progress.waitReason}`] : false,
  ];
  return facts.filter((fact) => fact !== false);
}

/** What is left of reading at the pace so far; null where that cannot be told. */
export function timeLeftMs({ phase, done, total, startedAt }: RunProgress, now: Date): number | null {
  if (phase !== "reading" || done === 0 || done >= total) return null;
  return ((total - done) / done) * (now.getTime() - startedAt.getTime());
}
