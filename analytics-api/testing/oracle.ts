import { DateTime } from "luxon";
import type { Enrichment } from "../src/schemas/enrichment.ts";
import type { Measures } from "../src/schemas/measures.ts";

/** The measures of `rows` by their definitions, one row at a time. */
export function measure(rows: readonly Enrichment[]): Measures {
  const finished = rows.filter((row) => row.status_processamento !== "EM_PROCESSAMENTO");
  const durations = finished.map((row) => row.duracao_processamento_minutos).sort((a, b) => a - b);
  return {
    total_enriquecimentos: rows.length,
    total_contatos: sum(rows.map((row) => row.total_contatos)),
    em_processamento: rows.length - finished.length,
    necessitam_reprocessamento: finished.filter((row) => row.status_processamento !== "CONCLUIDO").length,
    taxa_sucesso: finished.length
      ? finished.filter((row) => row.status_processamento === "CONCLUIDO").length / finished.length
      : null,
    duracao_media_minutos: durations.length ? sum(durations) / durations.length : null,
    duracao_p50_minutos: percentile(durations, 0.5),
    duracao_p95_minutos: percentile(durations, 0.95),
  };
}

const sum = (numbers: readonly number[]): number => numbers.reduce((total, number) => total + number, 0);

/** By linear interpolation between the two closest ranks. */
function percentile(sorted: readonly number[], fraction: number): number | null {
  const rank = fraction * (sorted.length - 1);
  const low = sorted[Math.floor(rank)];
  const high = sorted[Math.ceil(rank)];
  return low === undefined || high === undefined ? null : low + (high - low) * (rank - Math.floor(rank));
}

const units = { hora: "hour", dia: "day", semana: "week", mes: "month" } as const;

/** The beginning of the bucket that `instant` lies in, as the calendar of `zone` has it. */
export const bucketOf = (instant: Date, interval: keyof typeof units, zone: string): string =>
  DateTime.fromJSDate(instant, { zone }).startOf(units[interval]).toUTC().toISO() ?? "";
