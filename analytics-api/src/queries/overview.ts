import { type Period, previousPeriod } from "../period.ts";
import type { Filters } from "../schemas/filters.ts";
import { type Dimension, dimensions, type Measures } from "../schemas/measures.ts";
import { readPercentiles } from "../sql/duration-percentiles.ts";
import { measuresOf, readJobSums, sumOf } from "../sql/job-sums.ts";
import type { Snapshot } from "../sql/snapshot.ts";

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
  const groups = await readJobSums(sql, filters, [
    "status_processamento",
    "tipo_contato",
    "categoria_tamanho_job",
  ]);
  const percentiles = await readPercentiles(sql, filters, { jobs: sumOf(groups, "total_enriquecimentos") });
  const distribution = (by: Dimension): Share[] =>
    dimensions[by].map((valor) => {
      const own = groups.filter((group) => group[by] === valor);
      return {
        valor,
        total_enriquecimentos: sumOf(own, "total_enriquecimentos"),
        total_contatos: sumOf(own, "total_contatos"),
      };
    });
  return {
    ...measuresOf(groups, percentiles(1)),
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
