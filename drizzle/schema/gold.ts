import { sql } from "drizzle-orm";
import {
  bigint,
  boolean,
  check,
  doublePrecision,
  index,
  integer,
  pgSchema,
  text,
  timestamp,
  uuid,
} from "drizzle-orm/pg-core";
import { oneOf } from "./one-of.ts";

/** Gold: clean data for analysis, named in Portuguese. */
export const gold = pgSchema("gold");

export const contactTypes = ["PESSOA", "EMPRESA"] as const;
export const processingStatuses = ["EM_PROCESSAMENTO", "CONCLUIDO", "FALHOU", "CANCELADO"] as const;
/** PEQUENO < 100, MEDIO 100–500, GRANDE 501–1000, MUITO_GRANDE > 1000 contacts. */
export const jobSizes = ["PEQUENO", "MEDIO", "GRANDE", "MUITO_GRANDE"] as const;

/** One row per valid record: its newest state. */
export const enrichments = gold.table(
  "enrichments",
  {
    enrichmentId: uuid("id_enriquecimento").primaryKey(),
    workspaceId: uuid("id_workspace").notNull(),
    workspaceName: text("nome_workspace").notNull(),
    totalContacts: integer("total_contatos").notNull(),
    contactType: text("tipo_contato", { enum: contactTypes }).notNull(),
    status: text("status_processamento", { enum: processingStatuses }).notNull(),
    createdAt: timestamp("data_criacao", { withTimezone: true }).notNull(),
    updatedAt: timestamp("data_atualizacao", { withTimezone: true }).notNull(),
    durationMinutes: doublePrecision("duracao_processamento_minutos").notNull(),
    /** Null if there are no contacts. */
    minutesPerContact: doublePrecision("tempo_por_contato_minutos"),
    succeeded: boolean("processamento_sucesso").notNull(),
    jobSize: text("categoria_tamanho_job", { enum: jobSizes }).notNull(),
    needsReprocessing: boolean("necessita_reprocessamento").notNull(),
    writtenAt: timestamp("data_atualizacao_dw", { withTimezone: true }).notNull(),
    /** Lineage: the bronze version that the row shows, and the run that transformed it. */
    versionId: bigint("id_versao_bronze", { mode: "number" }).notNull(),
    runId: uuid("id_execucao").notNull(),
  },
  (table) => [
    check("enrichments_total_contatos", sql`total_contatos >= 0`),
    check("enrichments_tipo_contato", oneOf("tipo_contato", contactTypes)),
    check("enrichments_status_processamento", oneOf("status_processamento", processingStatuses)),
    check("enrichments_categoria_tamanho_job", oneOf("categoria_tamanho_job", jobSizes)),
    /** The list by creation, and all queries by period. */
    index("enrichments_by_created").on(table.createdAt, table.enrichmentId),
    /** The list by update. */
    index("enrichments_by_updated").on(table.updatedAt, table.enrichmentId),
    /** The jobs of a workspace by date. */
    index("enrichments_by_workspace").on(table.workspaceId, table.createdAt, table.enrichmentId),
  ],
);
