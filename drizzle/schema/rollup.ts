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

/** The hour (UTC) that `data_criacao` lies in. */
const hour = () => timestamp("hora", { withTimezone: true }).notNull();
/** The day in America/Sao_Paulo. */
const day = () => date("dia").notNull();
/** The first day of the month in America/Sao_Paulo. */
const month = () => date("mes").notNull();

type Period = typeof hour | typeof day | typeof month;

const byWorkspace = (name: string, period: Period) =>
  gold.table(
    name,
    { period: period(), workspaceId: uuid("id_workspace").notNull(), ...dimensions(), ...measures() },
    ({ workspaceId, period, contactType, status, jobSize }) => [
      primaryKey({ name: `${name}_pkey`, columns: [workspaceId, period, contactType, status, jobSize] }),
    ],
  );

const ofAllWorkspaces = (name: string, period: Period) =>
  gold.table(
    name,
    { period: period(), ...dimensions(), ...measures() },
    ({ period, contactType, status, jobSize }) => [
      primaryKey({ name: `${name}_pkey`, columns: [period, contactType, status, jobSize] }),
    ],
  );

export const enrichmentsHourly = byWorkspace("enrichments_hourly", hour);
export const enrichmentsHourlyAll = ofAllWorkspaces("enrichments_hourly_all", hour);
export const enrichmentsDaily = byWorkspace("enrichments_daily", day);
export const enrichmentsDailyAll = ofAllWorkspaces("enrichments_daily_all", day);
export const enrichmentsMonthly = byWorkspace("enrichments_monthly", month);
export const enrichmentsMonthlyAll = ofAllWorkspaces("enrichments_monthly_all", month);
