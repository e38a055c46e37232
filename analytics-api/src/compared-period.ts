import { DateTime } from "luxon";
import type { ClosedPeriod, Period } from "./period.ts";

/** What a period is compared with: the same length of time just before it, or the same days a week earlier. */
export const comparisons = ["anterior", "semana"] as const;
export type Comparison = (typeof comparisons)[number];

export interface ComparedPeriod extends ClosedPeriod {
  /** The instant of this period at the same place as an instant of the other. */
  shift: (instant: Date) => Date;
}

interface CompareOptions {
  comparison: Comparison;
  zone: string;
  asOf: Date | null;
}

/**
 * The earlier period that `period` is compared with. If `period` ends after `asOf`, only the part before `asOf` is compared on both
 * sides: half of today with half of yesterday. Undefined when `period` has no beginning or has not begun.
 */
export function comparedPeriod(
  period: Period,
  { comparison, zone, asOf }: CompareOptions,
): ComparedPeriod | undefined {
  const { from } = period;
  const to = period.to ?? asOf;
  if (!from || !to || from >= to) return undefined;
  const known = asOf && asOf < to ? asOf : to;
  if (known <= from) return undefined;
  const length = to.getTime() - from.getTime();
  const shift = {
    anterior: (instant: Date) => new Date(instant.getTime() - length),
    semana: (instant: Date) => DateTime.fromJSDate(instant, { zone }).minus({ weeks: 1 }).toJSDate(),
  }[comparison];
  return { from: shift(from), to: shift(known), shift };
}
