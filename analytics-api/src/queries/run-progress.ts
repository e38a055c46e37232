import type { RunProgress } from "../schemas/event.ts";
import type { Snapshot } from "../sql/snapshot.ts";

export async function readRunProgress(sql: Snapshot) {
  const [progress] = await sql<RunProgress[]>`
    select
      run_number,
      case when reading then 'reading' else 'transforming' end as phase,
      case when reading then records else transformed end as done,
      case when reading then greatest(expected, records) else versions end as total,
      slice_commits + transformed_batches as commits
    from ops.runs
    cross join lateral (
      select coalesce(bool_or(finished_at is null), true) as reading,
             coalesce(sum(records_read), 0)::bigint as records,
             coalesce(sum(expected_records), 0)::bigint as expected,
             coalesce(sum(commits), 0) as slice_commits
      from ops.slices where slices.run_id = runs.run_id
    ) as reads
    cross join lateral (
      select coalesce(sum(versions), 0) as versions,
             coalesce(sum(versions) filter (where transformed_at is not null), 0) as transformed,
             count(transformed_at) as transformed_batches
      from ops.batches where batches.run_id = runs.run_id
    ) as transformations
    where runs.finished_at is null
    order by run_number desc
    limit 1`;
  return progress;
}
