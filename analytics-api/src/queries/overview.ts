import { z } from "@hono/zod-openapi";
import { type Comparison, comparedPeriod } from "../compared-period.ts";
import type { Filters } from "../schemas/filters.ts";
import { type Dimension, dimension, dimensions, measures } from "../schemas/measures.ts";
import { filterMeta, period, showFilters, showPeriod } from "../schemas/period.ts";
import { count, orNull } from "../schemas/wire.ts";
import { readPercentiles } from "../sql/duration-percentiles.ts";
import { measuresOf, readJobSums } from "../sql/job-sums.ts";
import type { Snapshot } from "../sql/snapshot.ts";
import { sumOf } from "../sql/sum-of.ts";

const shares = <const Values extends readonly [string, ...string[]]>(values: Values) =>
  z.array(
    z.object({
      valor: z.enum(values),
      total_enriquecimentos: count.openapi({ example: 310 }),
      total_contatos: count.openapi({ example: 128075 }),
    }),
  );

/** Measures, and the jobs and contacts of each value of each dimension, including values without jobs. */
const overview = measures
  .extend({
    distribuicao: z.object({
      status_processamento: shares(dimensions.status_processamento),
      tipo_contato: shares(dimensions.tipo_contato),
      categoria_tamanho_job: shares(dimensions.categoria_tamanho_job),
    }),
  })
  .openapi("Overview");

/** The overview of a period and of an earlier one. */
export const comparedOverview = z.object({ atual: overview, anterior: orNull(overview) });

export const comparedPeriods = filterMeta.extend({
  periodo_anterior: orNull(period).describe(
    "What `comparar` chose: the same length of time just before `periodo`, or the same days a week earlier. While `periodo` is not over, both are compared up to the same point. Null without `data_inicio`.",
  ),
});

export async function compareOverviews(
  sql: Snapshot,
  filters: Filters,
  { comparison, asOf }: { comparison: Comparison; asOf: Date | null },
) {
  const compared = comparedPeriod(filters, { comparison, zone: filters.zone, asOf });
  const previous = compared && { from: compared.from, to: compared.to };
  return {
    data: {
      atual: await readOverview(sql, filters),
      anterior: previous ? await readOverview(sql, { ...filters, ...previous }) : null,
    },
    meta: {
      ...showFilters(filters),
      periodo_anterior: previous ? showPeriod(previous, filters.zone) : null,
    },
  };
}

async function readOverview(sql: Snapshot, filters: Filters) {
  const groups = await readJobSums(sql, filters, dimension.options);
  const percentiles = await readPercentiles(sql, filters, { jobs: sumOf(groups, "total_enriquecimentos") });
  const distribution = (by: Dimension) =>
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
