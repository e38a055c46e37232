import { z } from "@hono/zod-openapi";
import { clip, PERIOD_YEARS } from "../period.ts";
import type { Filters } from "../schemas/filters.ts";
import { measures } from "../schemas/measures.ts";
import { DAYS, HOURS, placeOf } from "../schemas/week-hours.ts";
import { count } from "../schemas/wire.ts";
import { readPercentiles } from "../sql/duration-percentiles.ts";
import { countJobs, type JobSums, measuresOf, sumColumns } from "../sql/job-sums.ts";
import { summedJobs } from "../sql/rollup-rows.ts";
import type { Snapshot } from "../sql/snapshot.ts";
import { sumOf } from "../sql/sum-of.ts";

export const heatmapCell = measures
  .extend({
    dia_semana: z.number().int().min(1).max(DAYS).openapi({ description: "1: Monday … 7: Sunday." }),
    hora: count
      .max(HOURS - 1)
      .openapi({ description: "The hour that the clocks of `fuso` show.", example: 14 }),
    duracao_p50_minutos: measures.shape.duracao_p50_minutos.openapi({
      description: "As of other measures, if `percentis` is `true`; otherwise null.",
    }),
    duracao_p95_minutos: measures.shape.duracao_p95_minutos.openapi({
      description: "As of other measures, if `percentis` is `true`; otherwise null.",
    }),
  })
  .openapi("HeatmapCell");

/** The measures for each hour of the week, including those without jobs: Monday's first hour first. */
export async function readHeatmap(
  sql: Snapshot,
  filters: Filters,
  { withPercentiles }: { withPercentiles: boolean },
) {
  const shown = { ...filters, ...clip(filters, PERIOD_YEARS) };
  const weekIn = filters.zone;
  const sums = await sql<(JobSums & { bucket: number })[]>`
    select bucket, ${sumColumns(sql)}
    from ${summedJobs(sql, shown, { weekIn })}
    group by bucket`;
  const jobs = sumOf(sums, "total_enriquecimentos");
  const percentiles = withPercentiles ? await readPercentiles(sql, shown, { jobs, weekIn }) : undefined;
  const sumsOf = new Map(sums.map((cell) => [cell.bucket, cell]));
  const cells = Array.from({ length: DAYS * HOURS }, (_, index) => {
    const bucket = index + 1;
    const own = sumsOf.get(bucket);
    return { ...placeOf(bucket), ...measuresOf(own ? [own] : [], percentiles?.(bucket)) };
  });
  const isBounded = filters.from !== undefined && filters.to !== undefined;
  return { cells, outside: isBounded ? 0 : (await countJobs(sql, filters)) - jobs };
}
