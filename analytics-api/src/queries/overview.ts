import { type Period, previousPeriod } from "../period.ts";
import type { Filters } from "../schemas/filters.ts";
import { type Dimension, dimensions, type Measures } from "../schemas/measures.ts";
import { matching } from "./matching.ts";
import { measured } from "./measured.ts";
import type { Snapshot } from "./snapshot.ts";

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
  const [total] = await sql<[Measures]>`
    select ${measured(sql)} from gold.enrichments where ${matching(sql, filters)}`;
  const shares = await sql<(Share & { por: Dimension })[]>`
    select
      case
        when grouping(status_processamento) = 0 then 'status_processamento'
        when grouping(tipo_contato) = 0 then 'tipo_contato'
        else 'categoria_tamanho_job'
      end as por,
      coalesce(status_processamento, tipo_contato, categoria_tamanho_job) as valor,
      sum(jobs)::bigint as total_enriquecimentos,
      sum(contacts)::bigint as total_contatos
    from (
      select status_processamento, tipo_contato, categoria_tamanho_job,
             count(*) as jobs, sum(total_contatos) as contacts
      from gold.enrichments
      where ${matching(sql, filters)}
      group by status_processamento, tipo_contato, categoria_tamanho_job
    ) as cells
    group by grouping sets ((status_processamento), (tipo_contato), (categoria_tamanho_job))`;
  const distribution = (por: Dimension): Share[] =>
    dimensions[por].map((valor) => {
      const share = shares.find((candidate) => candidate.por === por && candidate.valor === valor);
      return {
        valor,
        total_enriquecimentos: share?.total_enriquecimentos ?? 0,
        total_contatos: share?.total_contatos ?? 0,
      };
    });
  return {
    ...total,
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
