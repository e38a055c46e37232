import type { Filters } from "../schemas/filters.ts";
import { matchingJobs } from "../sql/filter-conditions.ts";
import { findPeriods, jobsCreatedIn } from "../sql/jobs-by-creation.ts";
import type { Snapshot } from "../sql/snapshot.ts";

/** From the first matching job to the last one or to `asOf`, whichever is later; undefined when none matches. */
export async function readExtent(sql: Snapshot, filters: Filters, asOf: Date | null) {
  const from = await readFirstCreation(sql, filters, "asc");
  const last = await readFirstCreation(sql, filters, "desc");
  if (!from || !last) return undefined;
  const afterLast = new Date(last.getTime() + 1);
  return { from, to: asOf && asOf > afterLast ? asOf : afterLast };
}

async function readFirstCreation(sql: Snapshot, filters: Filters, direction: "asc" | "desc") {
  const periods = await findPeriods(sql, filters, { direction, after: undefined, jobs: 1 });
  const [job] = await sql<{ data_criacao: Date }[]>`
    select data_criacao from ${jobsCreatedIn(sql, filters, periods)} as enrichments where ${matchingJobs(sql, filters)}
    order by data_criacao ${direction === "asc" ? sql`asc` : sql`desc`} limit 1`;
  return job?.data_criacao;
}
