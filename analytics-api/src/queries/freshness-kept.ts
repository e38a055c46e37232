import type { Period } from "../period.ts";
import type { Snapshot, SqlFragment } from "../sql/snapshot.ts";

/** The watermark at the beginning of a period is the newest of so many earlier runs: that of a backfill is its own. */
const EARLIER_RUNS = 10;

interface FreshnessKept {
  /** Of the data at the end of the period, in minutes. */
  age: number | null;
  /** The share of the period's time in which the data were no older than the target. */
  kept: number | null;
}

const UNKNOWN: FreshnessKept = { age: null, kept: null };

/**
 * How fresh the data were in `period`, up to `now`: since the watermark of the newest run whose data were in gold, which they are when
 * its proof begins, or else when it ends. Null before the first such run.
 * @param target in minutes
 */
export async function readFreshnessKept(
  sql: Snapshot,
  { from, to }: Period,
  { target, now }: { target: number; now: Date },
): Promise<FreshnessKept> {
  const begin = from ?? new Date(0);
  const end = to && to < now ? to : now;
  if (end <= begin) return UNKNOWN;
  const minutes = (first: SqlFragment, last: SqlFragment) =>
    sql`greatest(0, extract(epoch from ${last} - ${first})::double precision / 60)`;
  const [row = UNKNOWN] = await sql<FreshnessKept[]>`
    with arrivals as (
      select coalesce(proofs.started_at, runs.finished_at) as arrived_at, window_to
      from ops.runs left join ops.proofs using (run_id)
      where generation = ${generation(sql)} and window_to is not null and run_number >= ${firstRun(sql, begin)}
    ),
    ages as (
      select greatest(arrived_at, ${begin}) as from_at, max(window_to) over in_order as watermark,
             lead(arrived_at, 1, ${end}) over in_order as to_at
      from arrivals
      where arrived_at < ${end}
      window in_order as (order by arrived_at)
    )
    select ${minutes(sql`max(watermark)`, sql`${end}::timestamptz`)} as age,
           sum(${minutes(sql`from_at`, sql`least(to_at, watermark + ${target} * interval '1 minute')`)})
             / nullif(sum(${minutes(sql`from_at`, sql`to_at`)}), 0) as kept
    from ages having count(*) > 0`;
  return row;
}

const generation = (sql: Snapshot): SqlFragment => sql`(select generation from ops.warehouse_state)`;

/** The run whose data may be the newest at `begin`. */
const firstRun = (sql: Snapshot, begin: Date): SqlFragment => sql`(
  select coalesce(min(run_number), 0)
  from (
    select run_number from ops.runs
    where started_at < ${begin} and generation = ${generation(sql)} and window_to is not null
    order by run_number desc limit ${EARLIER_RUNS}
  ) as earlier)`;
