/** The direction in which a number improves; undefined if neither is better. */
export type Direction = "higher" | "lower" | undefined;

/** How a number is compared with its earlier value: as a fraction of it, or, for a ratio, in percentage points. */
export type Comparison = "relative" | "points";

/**
 * The change of a number: 0.1 is ten percent more, or ten percentage points more.
 * Undefined if a number is missing or the earlier one is zero.
 */
export function computeChange(
  now: number | null,
  before: number | null | undefined,
  by: Comparison,
): number | undefined {
  if (now === null || before === null || before === undefined) return undefined;
  if (by === "points") return now - before;
  return before === 0 ? undefined : (now - before) / before;
}

/** Changes of less than one percent, or one percentage point, are noise. */
const NOISE = 0.01;

/** Whether a change is an improvement; undefined if it is neither good nor bad. */
export function changeTone(change: number, better: Direction): "good" | "bad" | undefined {
  if (better === undefined || Math.abs(change) < NOISE) return undefined;
  return change > 0 === (better === "higher") ? "good" : "bad";
}
