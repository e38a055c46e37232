import { MIN_JOBS } from "@enrichment-monitor/analytics-api/min-jobs";
import { type FinishedJobs, finishedJobs } from "./charts/finished-jobs.ts";
import type { HeatMeasure } from "./heatmap.ts";

/** An hour of the week. */
export interface HeatCell extends FinishedJobs {
  taxa_sucesso: number | null;
  duracao_p95_minutos: number | null;
}

export const HOURS = Array.from({ length: 24 }, (_, hour) => hour);

/** The value that a cell shows; null where too few jobs finished for a rate or a percentile. */
export function heatValue(cell: HeatCell, measure: HeatMeasure): number | null {
  if (measure === "jobs") return cell.total_enriquecimentos;
  if (finishedJobs(cell) < MIN_JOBS) return null;
  if (measure === "p95") return cell.duracao_p95_minutos;
  return cell.taxa_sucesso === null ? null : 1 - cell.taxa_sucesso;
}

/** The index of the highest value; undefined if all are missing or zero. */
export function highestOf(values: readonly (number | null)[]): number | undefined {
  const highest = Math.max(0, ...values.map((value) => value ?? 0));
  return highest === 0 ? undefined : values.indexOf(highest);
}

/** The values with the weakest and the strongest colour. */
export interface HeatScale {
  low: number;
  high: number;
  /** Equal ratios look equally far apart: one slow hour would leave all others the same. */
  isLogarithmic: boolean;
}

/** Durations have a logarithmic scale from the shortest one, the others one from zero. */
export function heatScale(values: readonly (number | null)[], measure: HeatMeasure): HeatScale {
  const known = values.filter((value) => value !== null && value > 0).map(Number);
  const isLogarithmic = measure === "p95";
  return { low: isLogarithmic ? Math.min(...known) : 0, high: Math.max(...known), isLogarithmic };
}

/** The strength of a value's colour, from 0 to 1. */
export function heatLevel(value: number | null, { low, high, isLogarithmic }: HeatScale): number {
  if (value === null || value <= low) return 0;
  return isLogarithmic ? Math.log(value / low) / Math.log(high / low) : (value - low) / (high - low);
}

/** The cell that an arrow key leads to from the one at `index`; it stays at the edges. Undefined for other keys. */
export function nextCell(index: number, key: string): number | undefined {
  const [day, hour] = [Math.floor(index / HOURS.length), index % HOURS.length];
  const to = (day: number, hour: number) =>
    Math.min(6, Math.max(0, day)) * 24 + Math.min(23, Math.max(0, hour));
  switch (key) {
    case "ArrowLeft":
      return to(day, hour - 1);
    case "ArrowRight":
      return to(day, hour + 1);
    case "ArrowUp":
      return to(day - 1, hour);
    case "ArrowDown":
      return to(day + 1, hour);
    case "Home":
      return to(day, 0);
    case "End":
      return to(day, 23);
    default:
      return undefined;
  }
}

/** Names of the days of a week, from Monday. */
export function weekdayNames(locale: string, weekday: "long" | "short"): string[] {
  const name = new Intl.DateTimeFormat(locale, { weekday, timeZone: "UTC" });
  // 2024 began on a Monday.
  return Array.from({ length: 7 }, (_, day) => name.format(Date.UTC(2024, 0, 1 + day)));
}
