import { DateTime } from "luxon";

/** From an instant to before another; undefined means unbounded on that side. */
export type Period = Record<"from" | "to", Date | undefined>;

export type ClosedPeriod = Record<"from" | "to", Date>;

/**
 * The supported years of a period, 1970 to 2199 in every zone, with a month to spare. Jobs of other years, which the source may
 * send, are counted and listed, but not part of a time series.
 */
export const PERIOD_YEARS: ClosedPeriod = {
  from: new Date("1969-12-01T03:00:00Z"),
  to: new Date("2200-02-01T03:00:00Z"),
};

/** The period of `data_inicio` and `data_fim`. Each is an ISO date, meaning the whole day in `fuso`, or an ISO instant with its offset. */
export function resolvePeriod(parameters: {
  data_inicio?: string | undefined;
  data_fim?: string | undefined;
  fuso: string;
}): Period {
  const { data_inicio, data_fim, fuso } = parameters;
  return {
    from: data_inicio === undefined ? undefined : parse(data_inicio, fuso).toJSDate(),
    to: data_fim === undefined ? undefined : endOf(data_fim, fuso).toJSDate(),
  };
}

const isDate = (text: string): boolean => !text.includes("T");

const parse = (text: string, zone: string): DateTime => firstMidnight(DateTime.fromISO(text, { zone }), text);

/** `startOf` the next day: it may begin at one o'clock, if clocks change at midnight. */
const endOf = (text: string, zone: string): DateTime =>
  isDate(text)
    ? firstMidnight(DateTime.fromISO(text, { zone }).plus({ days: 1 }).startOf("day"), text)
    : parse(text, zone);

/** The first midnight of a day that has two; luxon returns the second. An instant is unchanged. */
function firstMidnight(begin: DateTime, text: string): DateTime {
  const before = begin.minus({ milliseconds: 1 });
  return isDate(text) && before.hasSame(begin, "day")
    ? begin.minus({ minutes: before.offset - begin.offset })
    : begin;
}

/** The part of `period` within `bounds`; empty if there is none. */
export function clip({ from, to }: Period, bounds: ClosedPeriod): ClosedPeriod {
  const begin = from && from > bounds.from ? from : bounds.from;
  const end = to && to < bounds.to ? to : bounds.to;
  return begin < end ? { from: begin, to: end } : { from: bounds.from, to: bounds.from };
}

/** ISO 8601 with the offset of `zone` at that instant. */
export const inZone = (instant: Date, zone: string): string => {
  const text = DateTime.fromJSDate(instant, { zone }).toISO({ suppressMilliseconds: true });
  if (text === null) throw new Error(`Not an instant of the time zone ${zone}: ${String(instant)}`);
  return text;
};
