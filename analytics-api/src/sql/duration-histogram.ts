/** The number of jobs in each class of `gold.faixa_duracao`. */
export type DurationHistogram = Record<string, number>;

/** Classes between a duration and twice that duration. */
export const CLASSES_PER_DOUBLING = 8;

/** The middle of a class is up to 4.4 % off: more digits would be meaningless. */
const SIGNIFICANT_DIGITS = 3;

export function mergeHistograms(histograms: readonly DurationHistogram[]): DurationHistogram {
  const merged: DurationHistogram = {};
  for (const histogram of histograms)
    for (const [index, jobs] of Object.entries(histogram)) merged[index] = (merged[index] ?? 0) + jobs;
  return merged;
}

/** The middle, in minutes, of the class that contains the percentile by nearest rank. Null without jobs. */
export function percentileOf(histogram: DurationHistogram, fraction: number): number | null {
  // JavaScript lists integer keys in ascending order.
  const classes = Object.entries(histogram);
  const rank = Math.max(1, Math.ceil(fraction * classes.reduce((total, [, jobs]) => total + jobs, 0)));
  let counted = 0;
  for (const [index, jobs] of classes) {
    counted += jobs;
    if (counted >= rank) return middleOf(Number(index));
  }
  return null;
}

/** The middle of a class, in minutes. */
export const middleOf = (index: number): number => {
  const seconds = index === 0 ? 0.5 : 2 ** ((index - 0.5) / CLASSES_PER_DOUBLING);
  return Number((seconds / 60).toPrecision(SIGNIFICANT_DIGITS));
};

/** The exclusive upper bound of a class, in whole milliseconds. */
export const endOfClassMs = (index: number): number => Math.ceil(1_000 * 2 ** (index / CLASSES_PER_DOUBLING));
