import type { Sql } from "postgres";

export interface RunProgress {
  runNumber: number;
  phase: "reading" | "transforming";
  done: number;
  /** A forecast while reading; the source lives on. */
  total: number;
}

/** How far the open run has come by what it has committed; null before it is opened and after it is closed. */
export async function readRunProgress(sql: Sql, workflowId: string): Promise<RunProgress | null> {
  const [row] = await sql<
    {
      run_number: number;
      expected: number;
      read: number;
      reading: boolean;
      versions: number;
      transformed: number;
    }[]
  >`
    select run.run_number, slices.expected, slices.read, slices.reading, batches.versions, batches.transformed
    from ops.runs as run
    cross join lateral (
      select coalesce(sum(expected_records), 0) as expected, coalesce(sum(records_read), 0) as read,
             coalesce(bool_or(finished_at is null), true) as reading
      from ops.slices where run_id = run.run_id) as slices
    cross join lateral (
      select coalesce(sum(versions), 0) as versions,
             coalesce(sum(versions) filter (where transformed_at is not null), 0) as transformed
      from ops.batches where run_id = run.run_id) as batches
    where run.workflow_id = ${workflowId} and run.finished_at is null`;
  if (!row) return null;
  return row.reading
    ? { runNumber: row.run_number, phase: "reading", done: row.read, total: Math.max(row.expected, row.read) }
    : { runNumber: row.run_number, phase: "transforming", done: row.transformed, total: row.versions };
}
