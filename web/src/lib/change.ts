/** Which way a number should go; undefined where more is neither better nor worse. */
export type Wish = "higher" | "lower" | undefined;

/** How a number stands beside the same number before: by a part of it, or, for a ratio, by percentage points. */
export type Comparison = "relative" | "points";

/**
 * By how much a number has changed, 0.1 being ten percent more, or ten percentage points.
 * Undefined when there is nothing to compare: a number is missing, or the earlier one is zero.
 */
export function changeOf(
  now: number | null,
  before: number | null | undefined,
  by: Comparison,
): number | undefined {
  if (now === null || before === null || before === undefined) return undefined;
  if (by === "points") return now - before;
  return before === 0 ? undefined : (now - before) / before;
}

/** Less than one percent, or percentage point, is noise. */
const NOISE = 0.01;

/** Whether a change is what one wishes for; undefined where it is neither good nor bad. */
export function toneOf(change: number, wish: Wish): "good" | "bad" | undefined {
  if (wish === undefined || Math.abs(change) < NOISE) return undefined;
  return change > 0 === (wish === "higher") ? "good" : "bad";
}
