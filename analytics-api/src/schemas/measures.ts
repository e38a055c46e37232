import { gold } from "@enrichment-monitor/warehouse";
import { z } from "@hono/zod-openapi";
import { count } from "./wire.ts";

/** What jobs can be grouped by, and the values of each in the order they are shown. */
export const dimensions = {
  status_processamento: gold.processingStatuses,
  tipo_contato: gold.contactTypes,
  categoria_tamanho_job: gold.jobSizes,
} as const;

export const dimension = z.enum(["status_processamento", "tipo_contato", "categoria_tamanho_job"]);

export type Dimension = z.infer<typeof dimension>;

const minutes = z.number().min(0).nullable();

/** What is measured about a set of jobs, everywhere the same. */
export const measures = z
  .object({
    total_enriquecimentos: count.openapi({ example: 1240 }),
    total_contatos: count.openapi({ example: 512300 }),
    em_processamento: count.openapi({ description: "Jobs that are not finished.", example: 12 }),
    necessitam_reprocessamento: count.openapi({ description: "FALHOU or CANCELADO.", example: 88 }),
    taxa_sucesso: z.number().min(0).max(1).nullable().openapi({
      description:
        "CONCLUIDO / (CONCLUIDO + FALHOU + CANCELADO): jobs still in EM_PROCESSAMENTO count on neither side. Null when none is finished.",
      example: 0.928,
    }),
    duracao_media_minutos: minutes.openapi({
      description: "Of finished jobs: EM_PROCESSAMENTO is left out. Null when none is finished.",
      example: 7.4,
    }),
    duracao_p50_minutos: minutes.openapi({
      description:
        "Median of the same durations, by nearest rank: exact where the period and the workspaces hold at most 20,000 jobs, else at most 4.5 % off and rounded to three digits.",
      example: 5.1,
    }),
    duracao_p95_minutos: minutes.openapi({
      description: "95 % of them took at most this long, told in the same way.",
      example: 21.8,
    }),
  })
  .openapi("Measures");

export type Measures = z.infer<typeof measures>;
