import { DateTime } from "luxon";
import type { Filters } from "./filters.ts";

/** A span of time in ISO 8601 with the offset of the chosen zone; null where it has no limit. */
export interface Span {
  inicio: string | null;
  /** Exclusive. */
  fim: string | null;
}

/** The same filters for a part of the shown period: that of one or more buckets of a chart. */
export function spanFilters(filters: Filters, part: Span, shown: Span): Filters {
  const start = later(part.inicio, shown.inicio);
  const end = earlier(part.fim, shown.fim);
  return {
    ...filters,
    periodo: "personalizado",
    data_inicio: start === null ? undefined : startEdge(start),
    data_fim: end === null ? undefined : endEdge(end),
  };
}

const isMidnight = (instant: string): boolean => instant.slice(11, 19) === "00:00:00";

/** A whole day is a date, as a person would choose it. */
const startEdge = (instant: string): string => (isMidnight(instant) ? instant.slice(0, 10) : instant);

/** The last day is part of a period, an instant is not. */
const endEdge = (instant: string): string =>
  isMidnight(instant)
    ? DateTime.fromISO(instant, { setZone: true }).minus({ days: 1 }).toFormat("yyyy-MM-dd")
    : instant;

const later = (a: string | null, b: string | null) => limit(a, b, (difference) => difference > 0);
const earlier = (a: string | null, b: string | null) => limit(a, b, (difference) => difference < 0);

/** The tighter of two limits; null is none. */
function limit(a: string | null, b: string | null, isTighter: (difference: number) => boolean) {
  if (a === null || b === null) return a ?? b;
  return isTighter(Date.parse(a) - Date.parse(b)) ? a : b;
}
