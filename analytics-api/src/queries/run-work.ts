import { ops } from "@enrichment-monitor/warehouse";
import { z } from "@hono/zod-openapi";
import { count, instantOrNull } from "../schemas/wire.ts";
import { freshnessOf, runFreshness } from "../sql/run-freshness.ts";
import type { Snapshot } from "../sql/snapshot.ts";

/** What a run fetched from the source, and committed to bronze. */
export const runWork = z.object({
  fetches: z.object({
    fetches: count.openapi({ example: 5 }),
    rows: count.openapi({ description: "Records in all responses, including repeated ones.", example: 96 }),
    new_versions: count.openapi({ example: 41 }),
    duration_p50_ms: z.number().nullable().openapi({ example: 131 }),
    duration_p95_ms: z.number().nullable().openapi({ example: 240.5 }),
    first_requested_at: instantOrNull,
    last_requested_at: instantOrNull,
    answers: z
      .array(
        z.object({
          http_status: count.nullable().openapi({ description: "Null: no response.", example: 429 }),
          failure: z.string().nullable().openapi({ example: "SourceRateLimited" }),
          fetches: count.openapi({ example: 1 }),
        }),
      )
      .describe("The results of the requests, most frequent first."),
  }),
  slices: z.array(
    z.object({
      slice_no: count.openapi({ example: 1 }),
      walk: z.enum(ops.paginationModes),
      from_at: instantOrNull,
      to_at: instantOrNull,
      cursor_at: instantOrNull,
      records_read: count.openapi({ example: 96 }),
      expected_records: count.openapi({ example: 95 }),
      finished_at: instantOrNull,
    }),
  ),
  batches: z.object({
    batches: count.openapi({ example: 1 }),
    pending: count.openapi({ description: "Batches that gold has not transformed yet.", example: 0 }),
    versions: count.openapi({ example: 41 }),
  }),
  freshness: runFreshness,
});

type RunWork = z.infer<typeof runWork>;

export async function readRunWork(sql: Snapshot, runId: string): Promise<RunWork> {
  const [fetches] = await sql<[Omit<RunWork["fetches"], "answers">]>`
    select
      count(*) as fetches,
      coalesce(sum(rows), 0)::bigint as rows,
      coalesce(sum(new_versions), 0)::bigint as new_versions,
      percentile_cont(0.5) within group (order by duration_ms) as duration_p50_ms,
      percentile_cont(0.95) within group (order by duration_ms) as duration_p95_ms,
      min(requested_at) as first_requested_at, max(requested_at) as last_requested_at
    from ops.fetches
    where run_id = ${runId}`;
  const answers = await sql<RunWork["fetches"]["answers"]>`
    select http_status, failure, count(*) as fetches
    from ops.fetches
    where run_id = ${runId}
    group by http_status, failure
    order by fetches desc, http_status, failure`;
  const slices = await sql<RunWork["slices"]>`
    select slice_no, walk, from_at, to_at, cursor_at, records_read, expected_records, finished_at
    from ops.slices
    where run_id = ${runId}
    order by slice_no`;
  const [batches] = await sql<[RunWork["batches"]]>`
    select
      count(*) as batches,
      count(*) filter (where transformed_at is null) as pending,
      coalesce(sum(versions), 0)::bigint as versions
    from ops.batches
    where run_id = ${runId}`;
  const [{ freshness }] = await sql<[Pick<RunWork, "freshness">]>`
    select ${freshnessOf(sql)} as freshness from ops.runs where run_id = ${runId}`;
  return { fetches: { ...fetches, answers }, slices, batches, freshness };
}
