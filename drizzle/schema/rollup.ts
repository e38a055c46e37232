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
 * Gold aggregated in advance. A trigger on `gold.enrichments` keeps both tables equal to what gold adds up to, in the transaction
 * that changes it. Measures of rows add up; histograms add up class by class.
 */

const dimensions = () => ({
  contactType: text("tipo_contato", { enum: contactTypes }).notNull(),
  status: text("status_processamento", { enum: processingStatuses }).notNull(),
  jobSize: text("categoria_tamanho_job", { enum: jobSizes }).notNull(),
});

const measures = () => ({
  jobs: integer("total_enriquecimentos").notNull(),
  contacts: bigint("total_contatos", { mode: "number" }).notNull(),
  /** Whole milliseconds and not minutes: sums stay exact, however often jobs come and go. */
  durationSumMs: bigint("soma_duracao_ms", { mode: "number" }).notNull(),
  /** The classes of `gold.faixa_duracao` that have jobs, in ascending order, … */
  durationClasses: smallint("faixas_duracao").array().notNull(),
  /** … and how many jobs each has. */
  jobsPerClass: integer("enriquecimentos_por_faixa").array().notNull(),
});

/** By the hour (UTC) of `data_criacao`, all workspaces together. */
export const enrichmentsByHour = gold.table(
  "enrichments_by_hour",
  { hour: timestamp("hora", { withTimezone: true }).notNull(), ...dimensions(), ...measures() },
  ({ hour, contactType, status, jobSize }) => [
    primaryKey({ name: "enrichments_by_hour_pkey", columns: [hour, contactType, status, jobSize] }),
  ],
);

/** By the day in America/Sao_Paulo: for each workspace, and with a null workspace for all of them together. */
export const enrichmentsByDay = gold.table(
  "enrichments_by_day",
  { workspaceId: uuid("id_workspace"), day: date("dia").notNull(), ...dimensions(), ...measures() },
  ({ workspaceId, day, contactType, status, jobSize }) => [
    unique("enrichments_by_day_key").on(workspaceId, day, contactType, status, jobSize).nullsNotDistinct(),
  ],
);
