import type { Filters } from "../schemas/filters.ts";
import { type Dimension, dimensions, type Measures } from "../schemas/measures.ts";
import { matching } from "./matching.ts";
import { filled, measured } from "./measured.ts";
import type { Snapshot } from "./snapshot.ts";

export interface BreakdownRow extends Measures {
  valor: string;
  /** Of all matching jobs, from 0 to 1; null when there is none. */
  participacao: number | null;
}

/** The matching jobs by the values of one dimension: all of them, in their order, also those without a job. */
export const readBreakdown = (sql: Snapshot, filters: Filters, by: Dimension) => sql<BreakdownRow[]>`
  with grupos as (
    select ${sql(by)} as valor, ${measured(sql)}
    from gold.enrichments
    where ${matching(sql, filters)}
    group by ${sql(by)}
  )
  select
    valor,
    coalesce(total_enriquecimentos, 0) / sum(total_enriquecimentos) over ()::double precision as participacao,
    ${filled(sql)}
  from unnest(${[...dimensions[by]]}::text[]) with ordinality as valores (valor, ordem)
  left join grupos using (valor)
  order by ordem`;
