import { type Period, previousPeriod } from "../period.ts";
import type { Filters } from "../schemas/filters.ts";
import { type Dimension, dimensions, type Measures } from "../schemas/measures.ts";
import { cells } from "./cells.ts";
import type { Snapshot } from "./snapshot.ts";
import { measuresOf, readTallies, sum, type TallyRow, tallied } from "./tally.ts";

interface Share {
  valor: string;
  total_enriquecimentos: number;
  total_contatos: number;
}

interface Overview extends Measures {
  distribuicao: Record<Dimension, Share[]>;
}

/** How many jobs match, how fast and how well, and how they are distributed. */
async function readOverview(sql: Snapshot, filters: Filters): Promise<Overview> {
  const groups = readTallies(
    await sql<(TallyRow & Record<Dimension, string>)[]>`
    select status_processamento, tipo_contato, categoria_tamanho_job, ${tallied(sql)}
    from ${cells(sql, filters)} as cells
    group by 1, 2, 3`,
  );
  const distribution = (by: Dimension): Share[] =>
    dimensions[by].map((valor) => {
      const own = groups.filter((group) => group[by] === valor);
      return {
        valor,
        total_enriquecimentos: sum(own, "total_enriquecimentos"),
        total_contatos: sum(own, "total_contatos"),
      };
    });
  return {
    ...measuresOf(groups),
    distribuicao: {
      status_processamento: distribution("status_processamento"),
      tipo_contato: distribution("tipo_contato"),
      categoria_tamanho_job: distribution("categoria_tamanho_job"),
    },
  };
}

export interface ComparedOverview {
  current: Overview;
  previous: { period: Period; overview: Overview } | undefined;
}

/** The overview of the filters' period, beside that of the period before where there is one. */
export async function readComparedOverview(
  sql: Snapshot,
  filters: Filters,
  asOf: Date | null,
): Promise<ComparedOverview> {
  const current = await readOverview(sql, filters);
  const period = previousPeriod(filters, asOf);
  return {
    current,
    previous: period && { period, overview: await readOverview(sql, { ...filters, ...period }) },
  };
}
