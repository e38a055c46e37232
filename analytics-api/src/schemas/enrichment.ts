import { gold } from "@enrichment-monitor/warehouse";
import { z } from "@hono/zod-openapi";
import { count, instant, uuid } from "./wire.ts";

/** One row of `gold.enrichments`, its columns as they are. */
export const enrichment = z
  .object({
    id_enriquecimento: uuid,
    id_workspace: uuid,
    nome_workspace: z.string().openapi({ example: "Tech Solutions Corp" }),
    total_contatos: count.openapi({ example: 1500 }),
    tipo_contato: z.enum(gold.contactTypes),
    status_processamento: z.enum(gold.processingStatuses),
    data_criacao: instant,
    data_atualizacao: instant,
    duracao_processamento_minutos: z.number().openapi({ example: 5.366666666666667 }),
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
  .openapi("Enrichment");

export type Enrichment = z.infer<typeof enrichment>;

export const enrichmentColumns = enrichment.keyof().options;
