import type { Interval } from "./vocabulary.ts";

/** The time zones that can be chosen: those of Brazil, and UTC. */
export const zones = [
  "America/Sao_Paulo",
  "America/Manaus",
  "America/Rio_Branco",
  "America/Noronha",
  "UTC",
] as const;
export type Zone = (typeof zones)[number];

/** Dates before this are shown with their era: otherwise the last day of 1 BC looks like a day of the year 1. */
const ERA_NEEDED_BEFORE = new Date("0001-01-03T00:00:00Z");

/** Units of an age, in seconds, longest first. */
const ageUnits = [
  ["day", 86_400],
  ["hour", 3_600],
  ["minute", 60],
  ["second", 1],
] as const;

/**
 * Formats numbers and times for `locale` and `zone`; each time includes its zone.
 * A missing value (null) is an en dash, never a zero.
 */
export function createFormat(locale: string, zone: Zone) {
  const count = new Intl.NumberFormat(locale);
  const percent = new Intl.NumberFormat(locale, {
    style: "percent",
    minimumFractionDigits: 1,
    maximumFractionDigits: 1,
  });
  const share = new Intl.NumberFormat(locale, { style: "percent", maximumFractionDigits: 3 });
  const wholePercent = new Intl.NumberFormat(locale, { style: "percent" });
  const signedPercent = new Intl.NumberFormat(locale, {
    style: "percent",
    maximumFractionDigits: 1,
    signDisplay: "exceptZero",
  });
  const signedPoints = new Intl.NumberFormat(locale, { maximumFractionDigits: 1, signDisplay: "exceptZero" });
  const decimal = new Intl.NumberFormat(locale, { maximumFractionDigits: 1 });
  const unit = (name: string, digits: number) =>
    new Intl.NumberFormat(locale, {
      style: "unit",
      unit: name,
      unitDisplay: "short",
      maximumFractionDigits: digits,
    });
  const milliseconds = unit("millisecond", 0);
  const seconds = unit("second", 1);
  const minutes = unit("minute", 1);
  const hours = unit("hour", 1);
  const days = unit("day", 1);
  const date = (options: Intl.DateTimeFormatOptions) => {
    const withoutEra = new Intl.DateTimeFormat(locale, { timeZone: zone, ...options });
    const withEra = () => new Intl.DateTimeFormat(locale, { timeZone: zone, era: "short", ...options });
    return {
      /** A line may not break within "GMT-3". */
      format: (instant: Date) =>
        (instant < ERA_NEEDED_BEFORE ? withEra() : withoutEra).format(instant).replace("GMT-", "GMT\u2011"),
    };
  };
  const minute: Intl.DateTimeFormatOptions = {
    day: "2-digit",
    month: "short",
    year: "numeric",
    hour: "2-digit",
    minute: "2-digit",
    hourCycle: "h23",
    timeZoneName: "short",
  };
  const toMinute = date(minute);
  const toSecond = date({ ...minute, second: "2-digit" });
  const compact = date({ ...minute, month: "2-digit", second: "2-digit" });
  const clock = date({
    hour: "2-digit",
    minute: "2-digit",
    second: "2-digit",
    hourCycle: "h23",
    timeZoneName: "short",
  });
  const day: Intl.DateTimeFormatOptions = { day: "numeric", month: "short", year: "numeric" };
  const zonedDay = new Intl.DateTimeFormat(locale, { timeZone: zone, ...day });
  /** Calendar days are the same in every zone. */
  const calendarDay = new Intl.DateTimeFormat(locale, { timeZone: "UTC", ...day });
  /** "1 a 2 de nov." in Portuguese, where an en dash between days is not usual. */
  const spell = (range: string) => (locale.startsWith("pt") ? range.replace(/\s*–\s*/, " a ") : range);
  const bucket: Record<Interval, ReturnType<typeof date>> = {
    hora: date({
      weekday: "short",
      day: "numeric",
      month: "short",
      hour: "2-digit",
      minute: "2-digit",
      hourCycle: "h23",
      timeZoneName: "short",
    }),
    dia: date({ weekday: "short", day: "numeric", month: "short", year: "numeric", timeZoneName: "short" }),
    semana: date({ day: "numeric", month: "short", year: "numeric", timeZoneName: "short" }),
    mes: date({ month: "short", year: "numeric", timeZoneName: "short" }),
  };
  const kilobytes = unit("kilobyte", 0);
  const megabytes = unit("megabyte", 1);
  const age = new Intl.RelativeTimeFormat(locale, { numeric: "always" });
  /** "agora". */
  const present = new Intl.RelativeTimeFormat(locale, { numeric: "auto" });

  /** @param distance milliseconds, negative in the past */
  function relative(distance: number): string {
    const elapsed = Math.round(Math.abs(distance) / 1_000);
    const [name, length] = ageUnits.find(([, length]) => elapsed >= length) ?? ["second", 1];
    const units = Math.floor(elapsed / length);
    if (units === 0) return present.format(0, name);
    return age.format(distance > 0 ? units : -units, name);
  }

  /** @param value a duration in seconds */
  function duration(value: number | null): string {
    if (value === null) return "–";
    if (value > 0 && value < 1) return milliseconds.format(value * 1_000);
    if (value < 60) return seconds.format(value);
    if (value < 3_600) return minutes.format(value / 60);
    if (value < 172_800) return hours.format(value / 3_600);
    return days.format(value / 86_400);
  }

  return {
    count: (value: number | null) => (value === null ? "–" : count.format(value)),
    /** With one decimal. */
    decimal: (value: number) => decimal.format(value),
    /** Without a decimal, for an axis. @param ratio 0..1 */
    wholePercent: (ratio: number) => wholePercent.format(ratio),
    /** With one decimal, so that a column's decimals align. @param ratio 0..1 */
    percent: (ratio: number | null) => (ratio === null ? "–" : percent.format(ratio)),
    /** With the decimals that it has, at most three. @param ratio 0..1 */
    share: (ratio: number) => share.format(ratio),
    /** @param ratio a change: 0.1 is ten percent more */
    change: (ratio: number) => signedPercent.format(ratio),
    /** @param difference of two ratios: 0.1 is ten percentage points */
    points: (difference: number) => signedPoints.format(difference * 100),
    duration,
    /** @param value a duration in milliseconds */
    milliseconds: (value: number | null) => duration(value === null ? null : value / 1_000),
    /** @param value a duration in minutes */
    minutes: (value: number | null) => duration(value === null ? null : value * 60),
    /** @param instant ISO 8601 */
    toMinute: (instant: string) => toMinute.format(new Date(instant)),
    /** @param instant ISO 8601 */
    toSecond: (instant: string | null) => (instant === null ? "–" : toSecond.format(new Date(instant))),
    /** The short format for table columns: may wrap, but not between time and zone. @param instant ISO 8601 */
    compact: (instant: string | null) =>
      instant === null ? "–" : compact.format(new Date(instant)).replace(/ (?=\S+$)/, "\u00a0"),
    /** The time of day. @param instant epoch milliseconds */
    clock: (instant: number) => clock.format(new Date(instant)),
    /** The days of a span of time: "1 a 2 de nov. de 2026". @param from ISO 8601 @param to ISO 8601, exclusive */
    days: (from: string, to: string) =>
      spell(zonedDay.formatRange(new Date(from), new Date(Date.parse(to) - 1))),
    /** The days from one date to another, both inclusive. @param first yyyy-mm-dd @param last yyyy-mm-dd */
    dates: (first: string, last: string) => spell(calendarDay.formatRange(new Date(first), new Date(last))),
    /** @param date yyyy-mm-dd */
    date: (date: string) => calendarDay.format(new Date(date)),
    /** The label of a time series bucket, from its start (ISO 8601). */
    bucket: (start: string, interval: Interval) => bucket[interval].format(new Date(start)),
    /** The time from `now` (epoch milliseconds) to an ISO 8601 instant: "em 3 minutos". */
    until: (instant: string, now: number): string => relative(Math.max(0, Date.parse(instant) - now)),
    /** Minutes and seconds until an instant: "3:07". @param distance milliseconds */
    countdown: (distance: number): string => {
      const left = Math.max(0, Math.round(distance / 1_000));
      const parts = [Math.floor(left / 3_600), Math.floor(left / 60) % 60, left % 60];
      const [first, ...others] = parts[0] === 0 ? parts.slice(1) : parts;
      return [first, ...others.map((part) => String(part).padStart(2, "0"))].join(":");
    },
    /** The time from an ISO 8601 instant to `now` (epoch milliseconds): "há 3 minutos". */
    ago: (instant: string, now: number): string => relative(-Math.max(0, now - Date.parse(instant))),
    /** A size in bytes. */
    bytes: (value: number): string =>
      value < 1e6 ? kilobytes.format(Math.ceil(value / 1e3)) : megabytes.format(value / 1e6),
  };
}

export type Format = ReturnType<typeof createFormat>;
