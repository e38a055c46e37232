import type { Filters } from "../schemas/filters.ts";
import type { Measures } from "../schemas/measures.ts";
import { readPercentiles } from "../sql/duration-percentiles.ts";
import { measuresOf, readJobSums } from "../sql/job-sums.ts";
import type { Snapshot } from "../sql/snapshot.ts";
import { sumOf } from "../sql/sum-of.ts";

/** The measures of all matching jobs together. */
export async function readTotals(sql: Snapshot, filters: Filters): Promise<Measures> {
  const sums = await readJobSums(sql, filters, []);
  const percentiles = await readPercentiles(sql, filters, { jobs: sumOf(sums, "total_enriquecimentos") });
  return measuresOf(sums, percentiles(1));
}
