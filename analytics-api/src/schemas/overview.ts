import { z } from "@hono/zod-openapi";
import { dimensions, measures } from "./measures.ts";
import { count } from "./wire.ts";

const shares = <const Values extends readonly [string, ...string[]]>(values: Values) =>
  z.array(z.object({ valor: z.enum(values), total_enriquecimentos: count, total_contatos: count }));

/** Measures, and how many jobs and contacts have each value of each dimension: all values, also those without a job. */
export const overview = measures
  .extend({
    distribuicao: z.object({
      status_processamento: shares(dimensions.status_processamento),
      tipo_contato: shares(dimensions.tipo_contato),
      categoria_tamanho_job: shares(dimensions.categoria_tamanho_job),
    }),
  })
  .openapi("Overview");
