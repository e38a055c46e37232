import { ops } from "@enrichment-monitor/warehouse";
import { z } from "@hono/zod-openapi";
import { count } from "../schemas/wire.ts";
import { bucketOf } from "../sql/instants.ts";
import { freshnessOf } from "../sql/run-freshness.ts";
import type { Snapshot, SqlFragment } from "../sql/snapshot.ts";

const seconds = z.number().min(0).nullable();

const measured = (what: string) =>
  z.object({
    runs: count.openapi({ description: `Runs with ${what}.`, example: 12 }),
    median_seconds: seconds.openapi({
      description: "That of the run in the middle; null without runs.",
      example: 8.4,
    }),
    longest_seconds: seconds.openapi({ example: 21.7 }),
  });

/** What several runs did together. */
export const runSums = z
  .object({
    runs: count.openapi({ description: "Runs that started in this time.", example: 12 }),
    outcomes: z
      .array(z.object({ outcome: z.enum(ops.runOutcomes), runs: count }))
      .openapi({ description: "Those that occurred.", example: [{ outcome: "succeeded", runs: 12 }] }),
    duration: measured("an end"),
    age_before: measured("this freshness").openapi({
      description: "The age of gold's data just before the run's data arrived, as in `Timeline`.",
    }),
    requests: count.openapi({ example: 60 }),
    rate_limited: count.openapi({ example: 1 }),
    rate_limit_wait_ms: count.openapi({ example: 4_000 }),
    records_read: count.openapi({ example: 1_152 }),
    rejected: count.openapi({ example: 1 }),
  })
  .openapi("RunSums");

type RunSums = z.infer<typeof runSums>;

/**
 * The runs that started at or after the first of `beginnings`, which are in the order of time. The freshness of a run that read nothing
 * is not computed: during a long outage, each would look for a watermark among all those before it.
 * @returns the sums by number of the bucket, from 1, and under null those of all; a bucket without runs is absent
 */
export async function readRunHistory(
  sql: Snapshot,
  beginnings: readonly Date[],
): Promise<ReadonlyMap<number | null, RunSums>> {
  const rows = await sql<(RunSums & { bucket: number | null })[]>`
    with recent as materialized (
      select ${bucketOf(sql, sql`started_at`, beginnings)} as bucket, outcome,
             requests, rate_limited, rate_limit_wait_ms, records_read, rejected,
             extract(epoch from finished_at - started_at)::double precision as duration,
             case when exists (select from ops.slices where slices.run_id = runs.run_id)
               then (${freshnessOf(sql)} ->> 'age_before_seconds')::double precision end as age_before
      from ops.runs
      where started_at >= ${beginnings[0] ?? null}
    ),
    outcomes as (
      select bucket, json_agg(json_build_object('outcome', outcome, 'runs', runs) order by outcome) as outcomes
      from (
        select bucket, outcome, count(*) as runs
        from recent group by grouping sets ((bucket, outcome), (outcome))
      ) as counted
      group by bucket
    ),
    sums as (
      select bucket, count(*) as runs,
             ${measuredOf(sql, sql`duration`)} as duration,
             ${measuredOf(sql, sql`age_before`)} as age_before,
             coalesce(sum(requests), 0)::bigint as requests,
             coalesce(sum(rate_limited), 0)::bigint as rate_limited,
             coalesce(sum(rate_limit_wait_ms), 0)::bigint as rate_limit_wait_ms,
             coalesce(sum(records_read), 0)::bigint as records_read,
             coalesce(sum(rejected), 0)::bigint as rejected
      from recent group by grouping sets ((bucket), ())
    )
    select sums.*, coalesce(outcomes, '[]') as outcomes
    from sums left join outcomes on outcomes.bucket is not distinct from sums.bucket`;
  return new Map(rows.map(({ bucket, ...sums }) => [bucket, sums]));
}

/** The median is that of a run: a value between two runs was not measured. */
const measuredOf = (sql: Snapshot, column: SqlFragment): SqlFragment => sql`
  json_build_object(
    'runs', count(${column}),
    'median_seconds', percentile_disc(0.5) within group (order by ${column}),
    'longest_seconds', max(${column}))`;

/** When the runs since `from`, and one before it, started and finished, oldest first. */
export const readRunTimes = (sql: Snapshot, from: Date) => sql<
  { started_at: Date; finished_at: Date | null }[]
>`
  select started_at, finished_at
  from ops.runs
  where run_number >= coalesce(
    (select run_number from ops.runs where started_at < ${from} order by run_number desc limit 1), 0)
  order by run_number`;
