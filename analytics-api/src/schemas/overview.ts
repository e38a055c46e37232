import { z } from "@hono/zod-openapi";
import { dimensions, measures } from "./measures.ts";
import { period } from "./period.ts";
import { count, orNull, zone } from "./wire.ts";

const shares = <const Values extends readonly [string, ...string[]]>(values: Values) =>
  z.array(
    z.object({
      valor: z.enum(values),
      total_enriquecimentos: count.openapi({ example: 310 }),
      total_contatos: count.openapi({ example: 128075 }),
    }),
  );

/** Measures, and how many jobs and contacts have each value of each dimension: all values, also those without a job. */
const overview = measures
  .extend({
    distribuicao: z.object({
      status_processamento: shares(dimensions.status_processamento),
      tipo_contato: shares(dimensions.tipo_contato),
      categoria_tamanho_job: shares(dimensions.categoria_tamanho_job),
    }),
  })
  .openapi("Overview");

/** Which two periods an overview compares. */
export const comparedPeriods = z.object({
  fuso: zone,
  periodo: period,
  periodo_anterior: orNull(period).openapi({
    description:
      "The same length of time just before `periodo`; while `periodo` is still open, both are compared up to the same point. Null when no `data_inicio` is given.",
  }),
});

/** An overview beside that of the period before. */
export const comparedOverview = z.object({ atual: overview, anterior: orNull(overview) });
