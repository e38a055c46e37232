import type { Filters } from "../schemas/filters.ts";
import { cells } from "./cells.ts";
import type { Snapshot } from "./snapshot.ts";

/** How many jobs match. */
export async function countJobs(sql: Snapshot, filters: Filters): Promise<number> {
  const [{ jobs }] = await sql<[{ jobs: number }]>`
    select coalesce(sum(total_enriquecimentos), 0)::bigint as jobs from ${cells(sql, filters)} as cells`;
  return jobs;
}
