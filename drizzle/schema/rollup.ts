import {
  bigint,
  date,
  integer,
  primaryKey,
  smallint,
  text,
  timestamp,
  unique,
  uuid,
} from "drizzle-orm/pg-core";
import { contactTypes, gold, jobSizes, processingStatuses } from "./gold.ts";

/**
 * Gold aggregated in advance. Triggers on `gold.enrichments` update both tables in the transaction that changes it. Measures of
 * rows add up; histograms add up class by class.
 */

const dimensions = () => ({
  contactType: text("tipo_contato", { enum: contactTypes }).notNull(),
  status: text("status_processamento", { enum: processingStatuses }).notNull(),
  jobSize: text("categoria_tamanho_job", { enum: jobSizes }).notNull(),
});

const measures = () => ({
  jobs: integer("total_enriquecimentos").notNull(),
  contacts: bigint("total_contatos", { mode: "number" }).notNull(),
  /** Whole milliseconds and not minutes, so that sums stay exact after many additions and subtractions. */
  durationSumMs: bigint("soma_duracao_ms", { mode: "number" }).notNull(),
  /** The classes of `gold.faixa_duracao` that have jobs, ascending. */
  durationClasses: smallint("faixas_duracao").array().notNull(),
  /** Number of jobs in each of these classes. */
  jobsPerClass: integer("enriquecimentos_por_faixa").array().notNull(),
});

/** By hour (UTC) of `data_criacao`, all workspaces together. */
export const enrichmentsByHour = gold.table(
  "enrichments_by_hour",
  { hour: timestamp("hora", { withTimezone: true }).notNull(), ...dimensions(), ...measures() },
  ({ hour, contactType, status, jobSize }) => [
    primaryKey({ name: "enrichments_by_hour_pkey", columns: [hour, contactType, status, jobSize] }),
  ],
);

/** By day in America/Sao_Paulo, per workspace; rows with a null workspace contain all workspaces together. */
export const enrichmentsByDay = gold.table(
  "enrichments_by_day",
  { workspaceId: uuid("id_workspace"), day: date("dia").notNull(), ...dimensions(), ...measures() },
  ({ workspaceId, day, contactType, status, jobSize }) => [
    unique("enrichments_by_day_key").on(workspaceId, day, contactType, status, jobSize).nullsNotDistinct(),
  ],
);
