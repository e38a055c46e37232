import { gold } from "@enrichment-monitor/warehouse";
import { z } from "@hono/zod-openapi";
import { count, instant, sourceInstant, uuid } from "./wire.ts";

/** A row of `gold.enrichments`. */
export const enrichment = z
  .object({
    id_enriquecimento: uuid.openapi({ example: "f47ac10b-58cc-4372-a567-0e02b2c3d479" }),
    id_workspace: uuid.openapi({ example: "e6bb64bf-46e4-410d-8406-c61e267ea607" }),
    nome_workspace: z.string().openapi({ example: "Tech Solutions Corp" }),
    total_contatos: count.openapi({ example: 1500 }),
    tipo_contato: z.enum(gold.contactTypes).openapi({ example: "EMPRESA" }),
    status_processamento: z.enum(gold.processingStatuses).openapi({ example: "CONCLUIDO" }),
    data_criacao: sourceInstant.openapi({ example: "2026-11-23T14:30:00.000Z" }),
    data_atualizacao: sourceInstant.openapi({ example: "2026-11-23T14:35:22.000Z" }),
    duracao_processamento_minutos: z.number().nullable().openapi({
      description: "Null while EM_PROCESSAMENTO: the job has been running since `data_criacao`.",
      example: 5.366666666666666,
    }),
    tempo_por_contato_minutos: z.number().nullable().openapi({
      description: "Null when there are no contacts, and while EM_PROCESSAMENTO.",
      example: 0.0035777777777777774,
    }),
    processamento_sucesso: z.boolean().openapi({ example: true }),
    categoria_tamanho_job: z.enum(gold.jobSizes).openapi({ example: "MUITO_GRANDE" }),
    necessita_reprocessamento: z.boolean().openapi({ example: false }),
    data_atualizacao_dw: instant.describe("When gold last wrote the row."),
    id_versao_bronze: count.openapi({ description: "The raw version that the row shows.", example: 10432 }),
    id_execucao: uuid.describe("The `run_id` of the run that wrote the row."),
  })
  .openapi("Enrichment");

export type Enrichment = z.infer<typeof enrichment>;

export const enrichmentColumns = enrichment.keyof().options;
