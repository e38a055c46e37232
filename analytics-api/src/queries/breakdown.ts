import { z } from "@hono/zod-openapi";
import type { Filters } from "../schemas/filters.ts";
import { type Dimension, dimensions, groupMeasures } from "../schemas/measures.ts";
import { readPercentiles } from "../sql/duration-percentiles.ts";
import { measuresOf, readJobSums } from "../sql/job-sums.ts";
import type { Snapshot } from "../sql/snapshot.ts";
import { sumOf } from "../sql/sum-of.ts";

export const breakdownRow = groupMeasures
  .extend({
    participacao: z.number().min(0).max(1).nullable().openapi({
      description: "Share of all matching jobs; null when none matches.",
      example: 0.83,
    }),
  })
  .openapi("BreakdownRow");

/** The measures of the matching jobs for each value of a dimension, in their order, including values without jobs. */
export async function readBreakdown(sql: Snapshot, filters: Filters, by: Dimension) {
  const groups = await readJobSums(sql, filters, [by]);
  const total = sumOf(groups, "total_enriquecimentos");
  const percentiles = await readPercentiles(sql, filters, { jobs: total, by });
  return dimensions[by].map((valor) => {
    const measures = measuresOf(
      groups.filter((group) => group[by] === valor),
      percentiles(1, valor),
    );
    return { valor, participacao: total ? measures.total_enriquecimentos / total : null, ...measures };
  });
}
