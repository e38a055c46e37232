import { IANAZone } from "luxon";

export const BUSINESS_ZONE = "America/Sao_Paulo";

/** Jobs sent in each hour of a working day, relative to its busiest: morning and afternoon peaks around lunch. */
const WORKING_DAY = [
  0.04, 0.03, 0.02, 0.02, 0.02, 0.04, 0.1, 0.25, 0.6, 0.9, 1, 0.95, 0.55, 0.7, 0.95, 1, 0.9, 0.7, 0.4, 0.25,
  0.18, 0.14, 0.1, 0.06,
];
/** Monday to Sunday, relative to the busiest day. */
const WEEK = [0.95, 1, 1, 0.95, 0.8, 0.18, 0.1];

const MEAN =
  (WORKING_DAY.reduce((sum, weight) => sum + weight, 0) * WEEK.reduce((sum, weight) => sum + weight, 0)) /
  (24 * 7);

const zone = IANAZone.create(BUSINESS_ZONE);

/** Hours from UTC, by day since 1970: asking the zone takes longer than all else about a job. */
const offsets = new Map<number, number>();

/** On a day on which clocks change, of which Brazil has had none since 2019, what held when it began. */
function offsetOn(day: number): number {
  const known = offsets.get(day);
  if (known !== undefined) return known;
  const offset = zone.offset(day * 86_400_000) / 60;
  offsets.set(day, offset);
  return offset;
}

/** How busy the hour that begins at `seconds` is in Brazil's working week; 1 is the average over a week. */
export function busyness(seconds: number): number {
  const localHour = Math.floor(seconds / 3600) + offsetOn(Math.floor(seconds / 86_400));
  // 1970 began on a Thursday, the fourth day of the week.
  const weekday = (Math.floor(localHour / 24) + 3) % 7;
  return ((WORKING_DAY[localHour % 24] ?? 0) * (WEEK[weekday] ?? 0)) / MEAN;
}
