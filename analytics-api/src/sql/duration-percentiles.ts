import type { Filters } from "../schemas/filters.ts";
import { dimensions } from "../schemas/measures.ts";
import { type DurationHistogram, mergeHistograms, percentileOf } from "./duration-histogram.ts";
import { matchingJobs } from "./filter-conditions.ts";
import { type Buckets, bucketOf } from "./instants.ts";
import { countJobs, type SumGroup } from "./job-sums.ts";
import { classifiedJobs } from "./rollup-rows.ts";
import type { Snapshot, SqlFragment } from "./snapshot.ts";

/** Of the durations of finished jobs, in minutes, by nearest rank; null without such a job. */
export type Percentiles = Record<"p50" | "p95", number | null>;

interface PercentileOptions extends Buckets {
  /** The number of matching jobs. */
  jobs: number;
  by?: SumGroup | undefined;
}

/** Maximum number of jobs that are read one by one for exact percentiles, which takes 20 ms. */
const MAX_EXACT_JOBS = 20_000;

/**
 * The percentiles of the matching jobs, by bucket and by bucket and group. Exact if the period and the workspaces hold at most
 * `MAX_EXACT_JOBS` jobs, regardless of other filters; otherwise from the histograms of the rollups, within one class.
 */
export async function readPercentiles(sql: Snapshot, filters: Filters, options: PercentileOptions) {
  const statuses = filters.statuses ?? dimensions.status_processamento;
  const finished = { ...filters, statuses: statuses.filter((status) => status !== "EM_PROCESSAMENTO") };
  const unfiltered = { ...filters, statuses: undefined, contactTypes: undefined, jobSizes: undefined };
  const isExact = options.jobs <= MAX_EXACT_JOBS && (await countJobs(sql, unfiltered)) <= MAX_EXACT_JOBS;
  const found = await (isExact ? readExactPercentiles : readClassPercentiles)(sql, finished, options);
  return (bucket: number, value?: string) => found.get(keyOf(bucket, value));
}

async function readExactPercentiles(
  sql: Snapshot,
  filters: Filters,
  { by, beginnings, weekIn }: PercentileOptions,
) {
  const rows = await sql<{ bucket: number; value: string | null; percentiles: number[] }[]>`
    select bucket, value::text, percentile_disc(array[0.5, 0.95]) within group (order by minutes) as percentiles
    from (
      select ${bucketOf(sql, sql`data_criacao`, { beginnings, weekIn })} as bucket, ${valueColumn(sql, by)} as value,
             duracao_processamento_minutos as minutes
      from gold.enrichments where ${matchingJobs(sql, filters)}
    ) as job
    group by grouping sets ((bucket), (bucket, value))`;
  return new Map<string, Percentiles>(
    rows.map(({ bucket, value, percentiles: [p50 = null, p95 = null] }) => [
      keyOf(bucket, value),
      { p50, p95 },
    ]),
  );
}

async function readClassPercentiles(
  sql: Snapshot,
  filters: Filters,
  { by, beginnings, weekIn }: PercentileOptions,
) {
  const byWorkspace = by === "id_workspace";
  const rows = await sql<{ bucket: number; value: string | null; histogram: DurationHistogram }[]>`
    select bucket, value::text, json_object_agg(faixa, jobs) as histogram
    from (
      select bucket, ${valueColumn(sql, by)} as value, faixa, sum(jobs)::bigint as jobs
      from ${classifiedJobs(sql, filters, { beginnings, weekIn, byWorkspace })}
      group by bucket, value, faixa
    ) as merged
    group by bucket, value`;
  const found = new Map<string, Percentiles>();
  for (const [bucket, groups] of Map.groupBy(rows, ({ bucket }) => bucket)) {
    found.set(keyOf(bucket), percentilesOf(mergeHistograms(groups.map(({ histogram }) => histogram))));
    for (const { value, histogram } of groups)
      if (value !== null) found.set(keyOf(bucket, value), percentilesOf(histogram));
  }
  return found;
}

const valueColumn = (sql: Snapshot, by: SumGroup | undefined): SqlFragment =>
  by ? sql`${sql(by)}` : sql`null::text`;

const keyOf = (bucket: number, value?: string | null): string => `${bucket} ${value ?? ""}`;

const percentilesOf = (histogram: DurationHistogram): Percentiles => ({
  p50: percentileOf(histogram, 0.5),
  p95: percentileOf(histogram, 0.95),
});
