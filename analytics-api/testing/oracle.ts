import { DateTime } from "luxon";
import { expect } from "vitest";
import type { Enrichment } from "../src/schemas/enrichment.ts";
import type { Measures } from "../src/schemas/measures.ts";

/** The measures of `rows` by their definitions, without percentiles. */
export function measure(rows: readonly Enrichment[]): Omit<Measures, Percentile> {
  const durations = durationsOf(rows);
  const succeeded = rows.filter((row) => row.status_processamento === "CONCLUIDO").length;
  return {
    total_enriquecimentos: rows.length,
    total_contatos: sum(rows.map((row) => row.total_contatos)),
    em_processamento: rows.length - durations.length,
    necessitam_reprocessamento: durations.length - succeeded,
    taxa_sucesso: durations.length ? succeeded / durations.length : null,
    duracao_media_minutos: durations.length ? sum(durations) / durations.length : null,
  };
}

type Percentile = "duracao_p50_minutos" | "duracao_p95_minutos";

/** The durations of finished jobs in minutes, ascending. */
const durationsOf = (rows: readonly Enrichment[]): number[] =>
  rows
    .filter((row) => row.status_processamento !== "EM_PROCESSAMENTO")
    .flatMap((row) => row.duracao_processamento_minutos ?? [])
    .sort((a, b) => a - b);

const sum = (numbers: readonly number[]): number => numbers.reduce((total, number) => total + number, 0);

/** The expected measures of `rows`. */
export function measuredFrom(rows: readonly Enrichment[]): Record<keyof Measures, unknown> {
  const durations = durationsOf(rows);
  // The last digits of a sum of fractions depend on the order.
  const near = Object.entries(measure(rows)).map(([name, value]) => [
    name,
    value && expect.closeTo(value, 6),
  ]);
  return {
    ...Object.fromEntries(near),
    duracao_p50_minutos: percentile(durations, 0.5),
    duracao_p95_minutos: percentile(durations, 0.95),
  };
}

/** By nearest rank: the smallest value that at least `fraction` of all values do not exceed. */
export const percentile = (sorted: readonly number[], fraction: number): number | null =>
  sorted[Math.ceil(fraction * sorted.length) - 1] ?? null;

const units = { hora: "hour", dia: "day", semana: "week", mes: "month" } as const;

/** The index of the hour of the week of `instant`, by the clocks of `zone`; 0 for Monday's first. */
export const hourOfWeek = (instant: Date, zone: string): number => {
  const { weekday, hour } = DateTime.fromJSDate(instant, { zone });
  return 24 * (weekday - 1) + hour;
};

/** The beginning of the bucket of `instant`, by the calendar of `zone`. */
export const bucketOf = (instant: Date, interval: keyof typeof units, zone: string): string =>
  DateTime.fromJSDate(instant, { zone }).startOf(units[interval]).toUTC().toISO() ?? "";
