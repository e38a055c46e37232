import type { Filters } from "../schemas/filters.ts";
import { type Dimension, dimensions, type Measures } from "../schemas/measures.ts";
import { readPercentiles } from "../sql/duration-percentiles.ts";
import { measuresOf, readJobSums, sumOf } from "../sql/job-sums.ts";
import type { Snapshot } from "../sql/snapshot.ts";

export interface BreakdownRow extends Measures {
  valor: string;
  /** Of all matching jobs, from 0 to 1; null when there is none. */
  participacao: number | null;
}

/** The matching jobs by the values of one dimension: all of them, in their order, also those without a job. */
export async function readBreakdown(sql: Snapshot, filters: Filters, by: Dimension): Promise<BreakdownRow[]> {
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
