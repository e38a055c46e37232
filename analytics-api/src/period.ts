import { DateTime } from "luxon";

/** A half-open span of time; undefined means without end on that side. */
export interface Period {
  /** Inclusive. */
  from: Date | undefined;
  /** Exclusive. */
  to: Date | undefined;
}

/**
 * The years that a period may lie in (1970 to 2199) in every zone, with a month to spare. Jobs may have been created
 * outside of them where the source said so; they are counted and listed, but no time series reaches there.
 */
export const PERIOD_YEARS = {
  from: new Date("1969-12-01T03:00:00Z"),
  /** Exclusive. */
  to: new Date("2200-02-01T03:00:00Z"),
} as const;

/**
 * The span that `data_inicio` and `data_fim` mean. Each is an ISO date, the whole of that day in `fuso`, or an ISO
 * instant with its offset.
 */
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

const parse = (text: string, zone: string): DateTime => firstOfTwo(DateTime.fromISO(text, { zone }), text);

/** The beginning of the next day, asked for as such: a day may begin at one o'clock where clocks change at midnight. */
const endOf = (text: string, zone: string): DateTime =>
  isDate(text)
    ? firstOfTwo(DateTime.fromISO(text, { zone }).plus({ days: 1 }).startOf("day"), text)
    : parse(text, zone);

/** The first midnight of a day that has two, where luxon takes the second. An instant stays as it is. */
function firstOfTwo(begin: DateTime, text: string): DateTime {
  const before = begin.minus({ milliseconds: 1 });
  return isDate(text) && before.hasSame(begin, "day")
    ? begin.minus({ minutes: before.offset - begin.offset })
    : begin;
}

/**
 * What `period` is compared with: the same length of time just before it. As long as `period` is still open at `asOf`,
 * only the part before `asOf` counts, on both sides: half of today is compared with half of yesterday.
 * Undefined when `period` has no beginning or has not begun.
 */
export function previousPeriod(period: Period, asOf: Date | null): Period | undefined {
  const { from } = period;
  const to = period.to ?? asOf;
  if (!from || !to || from >= to) return undefined;
  const length = to.getTime() - from.getTime();
  const known = Math.min(to.getTime(), asOf?.getTime() ?? to.getTime());
  if (known <= from.getTime()) return undefined;
  return { from: new Date(from.getTime() - length), to: new Date(known - length) };
}

/** What of `period` lies between two instants; an empty span, when nothing does. */
export function clip({ from, to }: Period, begin: Date, end: Date): { from: Date; to: Date } {
  const clipped = { from: from && from > begin ? from : begin, to: to && to < end ? to : end };
  return clipped.from < clipped.to ? clipped : { from: begin, to: begin };
}

/** ISO 8601 with the offset that `zone` has at that instant. */
export const inZone = (instant: Date, zone: string): string => {
  const text = DateTime.fromJSDate(instant, { zone }).toISO({ suppressMilliseconds: true });
  if (text === null) throw new Error(`Not an instant of the time zone ${zone}: ${String(instant)}`);
  return text;
};
