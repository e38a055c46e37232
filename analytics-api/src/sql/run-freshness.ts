import { z } from "@hono/zod-openapi";
import type { Snapshot, SqlFragment } from "./snapshot.ts";

const seconds = z.number().min(0).nullable();

/** How long a change at the source took to reach gold by a run, in three parts. */
export const runFreshness = z
  .object({
    waiting_seconds: seconds.openapi({
      description: "From the previous watermark to the start of the run; null if there was none.",
      example: 298.2,
    }),
    reading_seconds: seconds.openapi({
      description: "From its start until all was read; null if the run read nothing, or not all.",
      example: 4.1,
    }),
    transforming_seconds: seconds.openapi({
      description:
        "From then until all was in gold; null if it is not yet. Large loads are also transformed while they are read.",
      example: 0.6,
    }),
    age_before_seconds: seconds.openapi({
      description: "Age of gold's data just before the run's data arrived: the sum of the three.",
      example: 302.9,
    }),
    age_after_seconds: seconds.openapi({
      description: "Age just after: since the watermark that the run reached.",
      example: 6.7,
    }),
  })
  .openapi("RunFreshness");

/** The previous watermark is the newest of so many earlier runs: that of a backfill is its own. */
const EARLIER_RUNS = 10;

/**
 * As JSON, the `runFreshness` of a row `runs` of `ops.runs`. The proof, which comes after, is no part of it, nor is what the proof reads.
 */
export const freshnessOf = (sql: Snapshot): SqlFragment => sql`(
  select json_build_object(
    'waiting_seconds', ${secondsBetween(sql, sql`previous.watermark`, sql`runs.started_at`)},
    'reading_seconds', ${secondsBetween(sql, sql`runs.started_at`, sql`read_at`)},
    'transforming_seconds', ${secondsBetween(sql, sql`read_at`, sql`gold_at`)},
    'age_before_seconds', ${secondsBetween(sql, sql`previous.watermark`, sql`gold_at`)},
    'age_after_seconds', ${secondsBetween(sql, sql`runs.window_to`, sql`gold_at`)})
  from (select min(proofs.started_at) as started_at from ops.proofs where proofs.run_id = runs.run_id) as proof
  cross join lateral (
    select max(window_to) as watermark
    from (
      select window_to from ops.runs as earlier
      where earlier.run_number < runs.run_number and earlier.generation = runs.generation and window_to is not null
      order by run_number desc limit ${EARLIER_RUNS}
    ) as earlier
  ) as previous
  cross join lateral (
    select case when proof.started_at is not null or bool_and(finished_at is not null)
             then max(finished_at) filter (where finished_at <= coalesce(proof.started_at, 'infinity')) end as read_at
    from ops.slices where slices.run_id = runs.run_id
  ) as reading
  cross join lateral (
    select case when read_at is not null and (proof.started_at is not null or bool_and(transformed_at is not null) is not false)
             then greatest(read_at, max(transformed_at) filter (where transformed_at <= coalesce(proof.started_at, 'infinity'))) end as gold_at
    from ops.batches where batches.run_id = runs.run_id
  ) as transforming)`;

/** Null if either instant is. */
const secondsBetween = (sql: Snapshot, from: SqlFragment, to: SqlFragment): SqlFragment =>
  sql`case when ${from} is not null and ${to} is not null then greatest(0, extract(epoch from ${to} - ${from})) end`;
