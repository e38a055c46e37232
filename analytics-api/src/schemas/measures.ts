import { gold } from "@enrichment-monitor/warehouse";
import { z } from "@hono/zod-openapi";
import { count } from "./wire.ts";

/** The columns that jobs can be grouped by, and the values of each in display order. */
export const dimensions = {
  status_processamento: gold.processingStatuses,
  tipo_contato: gold.contactTypes,
  categoria_tamanho_job: gold.jobSizes,
} as const;

export const dimension = z.enum(["status_processamento", "tipo_contato", "categoria_tamanho_job"]);

export type Dimension = z.infer<typeof dimension>;

const minutes = z.number().min(0).nullable();

/** The measures of a set of jobs. */
export const measures = z
  .object({
    total_enriquecimentos: count.openapi({ example: 1240 }),
    total_contatos: count.openapi({ example: 512300 }),
    em_processamento: count.openapi({ description: "Unfinished jobs.", example: 12 }),
    necessitam_reprocessamento: count.openapi({ description: "FALHOU or CANCELADO.", example: 88 }),
    taxa_sucesso: z.number().min(0).max(1).nullable().openapi({
      description:
        "CONCLUIDO / (CONCLUIDO + FALHOU + CANCELADO); EM_PROCESSAMENTO is excluded. Null when no job is finished.",
      example: 0.928,
    }),
    duracao_media_minutos: minutes.openapi({
      description: "Of finished jobs; EM_PROCESSAMENTO is excluded. Null when no job is finished.",
      example: 7.4,
    }),
    duracao_p50_minutos: minutes.openapi({
      description:
        "Median of the same durations, by nearest rank. Exact if the period and the workspaces hold at most 20,000 jobs; otherwise within 4.5 % and rounded to three digits.",
      example: 5.1,
    }),
    duracao_p95_minutos: minutes.openapi({
      description: "95th percentile of the same durations, with the same precision.",
      example: 21.8,
    }),
  })
  .openapi("Measures");

export type Measures = z.infer<typeof measures>;

/** Measures of the jobs with one value of a dimension. */
export const groupMeasures = measures.extend({ valor: z.string().openapi({ example: "CONCLUIDO" }) });
