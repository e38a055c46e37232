import { drawUnit } from "../random.ts";
import { busyness } from "./working-week.ts";

export interface ArrivalsSettings {
  readonly seed: number;
  /** The instant, in seconds since 1970, at which the initial records all exist and the steady arrivals begin. */
  readonly start: number;
  /** How many initial records there are. */
  readonly records: number;
  /** Mean number of new jobs per hour after the start. */
  readonly perHour: number;
}

/** When jobs arrive: hour by hour, each hour a function of the seed alone, without an end. */
export interface Arrivals {
  /** The number, counted from `start`, of the first hour in which anything arrives; negative. */
  readonly firstHour: number;
  /** When hour `hour` begins, in seconds since 1970. */
  beginning(hour: number): number;
  /** The seconds since 1970 at which jobs arrive in an hour, ascending. */
  during(hour: number): number[];
}

const SECONDS_PER_HOUR = 3600;
const HISTORY_HOURS = 180 * 24;
/** The history's last day is e^3, or 20 times, as busy as its first: a young business that grows. */
const GROWTH = 3;
/** The part of new arrivals that comes at any hour, so that a demonstration at night sees life too. */
const STEADY_SHARE = 0.5;

/** Purposes of the draws about one hour; those from PLACE on place its arrivals within it. */
const FRACTION = 1;
const PLACE = 2;

/** Running totals of how busy each hour of the history is, from 0 to its sum. */
function cumulativeHistory(start: number): number[] {
  const totals = [0];
  let total = 0;
  for (let past = HISTORY_HOURS; past > 0; past--) {
    total += busyness(start - past * SECONDS_PER_HOUR) * Math.exp((-GROWTH * past) / HISTORY_HOURS);
    totals.push(total);
  }
  return totals;
}

export function createArrivals({ seed, start, records, perHour }: ArrivalsSettings): Arrivals {
  const history = cumulativeHistory(start);
  const whole = history.at(-1) ?? 1;
  /** Rounding the running total instead of each hour makes the hours add up to exactly `records`. */
  const recordsBefore = (place: number) => Math.round((records * (history[place] ?? whole)) / whole);

  function count(hour: number): number {
    if (hour < 0) return recordsBefore(hour + HISTORY_HOURS + 1) - recordsBefore(hour + HISTORY_HOURS);
    const rhythm = STEADY_SHARE + (1 - STEADY_SHARE) * busyness(start + hour * SECONDS_PER_HOUR);
    return Math.floor(perHour * rhythm + drawUnit(seed, hour, FRACTION));
  }

  return {
    firstHour: -HISTORY_HOURS,
    beginning: (hour) => start + hour * SECONDS_PER_HOUR,
    during(hour) {
      const arriving = count(hour);
      const begin = start + hour * SECONDS_PER_HOUR;
      // One in each equal part of the hour: irregular, yet never a long silence.
      return Array.from({ length: arriving }, (_, i) => {
        const part = (i + drawUnit(seed, hour, PLACE + i)) / arriving;
        return begin + Math.floor(part * SECONDS_PER_HOUR);
      });
    },
  };
}
