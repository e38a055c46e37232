import type { z } from "@hono/zod-openapi";
import type { fetchesSummary } from "../schemas/run-work.ts";
import type { Snapshot } from "../sql/snapshot.ts";

type FetchesSummary = z.infer<typeof fetchesSummary>;

/** What one run asked the source, and how the source answered. */
export async function summariseFetches(sql: Snapshot, runId: string): Promise<FetchesSummary> {
  const [total] = await sql<[Omit<FetchesSummary, "answers">]>`
    select
      count(*) as fetches,
      coalesce(sum(rows), 0)::bigint as rows,
      coalesce(sum(new_versions), 0)::bigint as new_versions,
      percentile_cont(0.5) within group (order by duration_ms) as duration_p50_ms,
      percentile_cont(0.95) within group (order by duration_ms) as duration_p95_ms,
      min(requested_at) as first_requested_at,
      max(requested_at) as last_requested_at
    from ops.fetches
    where run_id = ${runId}`;
  const answers = await sql<FetchesSummary["answers"]>`
    select http_status, failure, count(*) as fetches
    from ops.fetches
    where run_id = ${runId}
    group by http_status, failure
    order by fetches desc, http_status, failure`;
  return { ...total, answers };
}
