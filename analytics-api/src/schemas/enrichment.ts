import { gold } from "@enrichment-monitor/warehouse";
import { z } from "@hono/zod-openapi";
import { count, instant, sourceInstant, uuid } from "./wire.ts";

/** One row of `gold.enrichments`, its columns as they are. */
export const enrichment = z
  .object({
    id_enriquecimento: uuid,
    id_workspace: uuid,
    nome_workspace: z.string(),
    total_contatos: count,
    tipo_contato: z.enum(gold.contactTypes),
    status_processamento: z.enum(gold.processingStatuses),
    data_criacao: sourceInstant,
    data_atualizacao: sourceInstant,
    duracao_processamento_minutos: z.number(),
    tempo_por_contato_minutos: z
      .number()
      .nullable()
      .openapi({ description: "Null when there are no contacts." }),
    processamento_sucesso: z.boolean(),
    categoria_tamanho_job: z.enum(gold.jobSizes),
    necessita_reprocessamento: z.boolean(),
    data_atualizacao_dw: instant.openapi({ description: "When gold last wrote the row." }),
    id_versao_bronze: count.openapi({ description: "The raw version that the row shows." }),
    id_execucao: uuid.openapi({ description: "The `run_id` of the run that wrote the row." }),
  })
  .openapi("Enrichment", {
    example: {
      id_enriquecimento: "f47ac10b-58cc-4372-a567-0e02b2c3d479",
      id_workspace: "e6bb64bf-46e4-410d-8406-c61e267ea607",
      nome_workspace: "Tech Solutions Corp",
      total_contatos: 1500,
      tipo_contato: "EMPRESA",
      status_processamento: "CONCLUIDO",
      data_criacao: "2026-11-23T14:30:00.000Z",
      data_atualizacao: "2026-11-23T14:35:22.000Z",
      duracao_processamento_minutos: 5.366666666666666,
      tempo_por_contato_minutos: 0.0035777777777777774,
      processamento_sucesso: true,
      categoria_tamanho_job: "MUITO_GRANDE",
      necessita_reprocessamento: false,
      data_atualizacao_dw: "2026-11-23T14:40:04.000Z",
      id_versao_bronze: 10432,
      id_execucao: "0b0f9d0e-6c5c-4a0f-9a5d-3c6a4c1c2d11",
    },
  });

export type Enrichment = z.infer<typeof enrichment>;

export const enrichmentColumns = enrichment.keyof().options;
