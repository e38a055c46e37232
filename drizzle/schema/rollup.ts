import { bigint, date, interval, numeric, primaryKey, text, timestamp, uuid } from "drizzle-orm/pg-core";
import { contactTypes, gold, jobSizes, processingStatuses } from "./gold.ts";

/**
 * Gold counted in advance, in six sizes: by hour, day and month, for each workspace and for all of them. Triggers on
 * `gold.enrichments` keep them equal to what gold adds up to, in the transaction that changes it (migration 0016).
 * Rows add up: a sum of each measure over any of them is the measure of their jobs.
 */

const dimensions = () => ({
  contactType: text("tipo_contato", { enum: contactTypes }).notNull(),
  status: text("status_processamento", { enum: processingStatuses }).notNull(),
  jobSize: text("categoria_tamanho_job", { enum: jobSizes }).notNull(),
});

const measures = () => ({
  jobs: bigint("total_enriquecimentos", { mode: "number" }).notNull(),
  contacts: bigint("total_contatos", { mode: "number" }).notNull(),
  /** An interval and not minutes: it is exact, however often jobs come and go. */
  durationSum: interval("soma_duracao").notNull(),
  /** Eight decimal digits for each class of `gold.faixa_duracao`, the shortest last: a sum of them merges them. */
  durationHistogram: numeric("histograma_duracao").notNull(),
});

/** By the hour (UTC) that `data_criacao` lies in. */
export const enrichmentsHourly = gold.table(
  "enrichments_hourly",
  {
    hour: timestamp("hora", { withTimezone: true }).notNull(),
    workspaceId: uuid("id_workspace").notNull(),
    ...dimensions(),
    ...measures(),
  },
  (table) => [
    primaryKey({
      name: "enrichments_hourly_pkey",
      columns: [table.workspaceId, table.hour, table.contactType, table.status, table.jobSize],
    }),
  ],
);

/** All workspaces together. */
export const enrichmentsHourlyAll = gold.table(
  "enrichments_hourly_all",
  { hour: timestamp("hora", { withTimezone: true }).notNull(), ...dimensions(), ...measures() },
  (table) => [
    primaryKey({
      name: "enrichments_hourly_all_pkey",
      columns: [table.hour, table.contactType, table.status, table.jobSize],
    }),
  ],
);

/** By the day in America/Sao_Paulo. */
export const enrichmentsDaily = gold.table(
  "enrichments_daily",
  {
    day: date("dia").notNull(),
    workspaceId: uuid("id_workspace").notNull(),
    ...dimensions(),
    ...measures(),
  },
  (table) => [
    primaryKey({
      name: "enrichments_daily_pkey",
      columns: [table.workspaceId, table.day, table.contactType, table.status, table.jobSize],
    }),
  ],
);

/** All workspaces together. */
export const enrichmentsDailyAll = gold.table(
  "enrichments_daily_all",
  { day: date("dia").notNull(), ...dimensions(), ...measures() },
  (table) => [
    primaryKey({
      name: "enrichments_daily_all_pkey",
      columns: [table.day, table.contactType, table.status, table.jobSize],
    }),
  ],
);

/** By the month in America/Sao_Paulo. */
export const enrichmentsMonthly = gold.table(
  "enrichments_monthly",
  {
    /** Its first day. */
    month: date("mes").notNull(),
    workspaceId: uuid("id_workspace").notNull(),
    ...dimensions(),
    ...measures(),
  },
  (table) => [
    primaryKey({
      name: "enrichments_monthly_pkey",
      columns: [table.workspaceId, table.month, table.contactType, table.status, table.jobSize],
    }),
  ],
);

/** All workspaces together. */
export const enrichmentsMonthlyAll = gold.table(
  "enrichments_monthly_all",
  { month: date("mes").notNull(), ...dimensions(), ...measures() },
  (table) => [
    primaryKey({
      name: "enrichments_monthly_all_pkey",
      columns: [table.month, table.contactType, table.status, table.jobSize],
    }),
  ],
);
