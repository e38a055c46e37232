import { type ClosedPeriod, clip, PERIOD_YEARS } from "../period.ts";
import type { Filters } from "../schemas/filters.ts";
import type { Snapshot } from "../sql/snapshot.ts";
import type { Interval } from "./calendar.ts";
import { readExtent } from "./extent.ts";

const DAY_MS = 86_400_000;

/**
 * The period of a time series: that of the filters; where it has no edge, to that of the matching jobs or to `asOf`. Undefined if it
 * is empty.
 */
export async function readSeriesPeriod(
  sql: Snapshot,
  filters: Filters,
  asOf: Date | null,
): Promise<ClosedPeriod | undefined> {
  const isBounded = filters.from !== undefined && filters.to !== undefined;
  const bounded = { ...filters, ...seriesBounds(filters, asOf) };
  const extent = isBounded ? undefined : await readExtent(sql, bounded, asOf);
  const from = filters.from ?? extent?.from;
  const to = filters.to ?? extent?.to;
  return from && to && from < to ? { from, to } : undefined;
}

/** The part of the filters' period that a series can cover: one wrong date must not add thousands of empty buckets. */
function seriesBounds(filters: Filters, asOf: Date | null): ClosedPeriod {
  const tomorrow = asOf ? new Date(asOf.getTime() + DAY_MS) : PERIOD_YEARS.to;
  return clip(filters, { from: PERIOD_YEARS.from, to: filters.to ?? tomorrow });
}

/** The shortest interval that keeps a chart readable. */
export function readableInterval(period: ClosedPeriod | undefined): Interval {
  const days = period ? (period.to.getTime() - period.from.getTime()) / DAY_MS : 0;
  if (days <= 2) return "hora";
  if (days <= 120) return "dia";
  return days <= 731 ? "semana" : "mes";
}
