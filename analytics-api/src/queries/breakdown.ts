import type { Filters } from "../schemas/filters.ts";
import { type Dimension, dimensions, type Measures } from "../schemas/measures.ts";
import { cells } from "./cells.ts";
import type { Snapshot } from "./snapshot.ts";
import { measuresOf, readTallies, type TallyRow, tallied } from "./tally.ts";

export interface BreakdownRow extends Measures {
  valor: string;
  /** Of all matching jobs, from 0 to 1; null when there is none. */
  participacao: number | null;
}

/** The matching jobs by the values of one dimension: all of them, in their order, also those without a job. */
export async function readBreakdown(sql: Snapshot, filters: Filters, by: Dimension): Promise<BreakdownRow[]> {
  const groups = readTallies(
    await sql<(TallyRow & { valor: string })[]>`
    select ${sql(by)} as valor, ${tallied(sql)} from ${cells(sql, filters)} as cells group by 1`,
  );
  const total = groups.reduce((sum, group) => sum + group.total_enriquecimentos, 0);
  return dimensions[by].map((valor) => {
    const measures = measuresOf(groups.filter((group) => group.valor === valor));
    return { valor, participacao: total ? measures.total_enriquecimentos / total : null, ...measures };
  });
}
