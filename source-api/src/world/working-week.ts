import { DateTime } from "luxon";

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

/** How busy the hour that begins at `seconds` is in Brazil's working week; 1 is the average over a week. */
export function busyness(seconds: number): number {
  const local = DateTime.fromSeconds(seconds, { zone: BUSINESS_ZONE });
  return ((WORKING_DAY[local.hour] ?? 0) * (WEEK[local.weekday - 1] ?? 0)) / MEAN;
}
