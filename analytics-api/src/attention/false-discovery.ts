/** The largest expected share of entries that are there by chance. */
export const FALSE_DISCOVERY_RATE = 0.01;

/**
 * The comparisons whose difference is not by chance, however many were made, with adjusted p (Benjamini and Hochberg, 1995,
 * J. R. Stat. Soc. B 57, 289–300).
 */
export function significant<Comparison extends { p: number }>(
  comparisons: readonly Comparison[],
): Comparison[] {
  const descending = comparisons.toSorted((a, b) => b.p - a.p);
  let adjusted = 1;
  return descending
    .map((comparison, index) => {
      const rank = comparisons.length - index;
      adjusted = Math.min(adjusted, (comparison.p * comparisons.length) / rank);
      return { ...comparison, p: adjusted };
    })
    .filter(({ p }) => p <= FALSE_DISCOVERY_RATE);
}
