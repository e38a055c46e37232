import type { Filters } from "../schemas/filters.ts";
import { summedJobs } from "../sql/rollup-rows.ts";
import type { Snapshot } from "../sql/snapshot.ts";

/** How many jobs match. */
export async function countJobs(sql: Snapshot, filters: Filters): Promise<number> {
  const [{ jobs }] = await sql<[{ jobs: number }]>`
    select coalesce(sum(total_enriquecimentos), 0)::bigint as jobs from ${summedJobs(sql, filters)}`;
  return jobs;
}
