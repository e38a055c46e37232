/** The largest expected share of entries that are there by chance. */
export const FALSE_DISCOVERY_RATE = 0.01;

/**
 * The comparisons whose difference is not by chance, however many were made, with adjusted p (Benjamini and Hochberg, 1995,
 * J. R. Stat. Soc. B 57, 289–300).
 * @param tests how many were made, if `comparisons` has not those in which there was no difference
 */
export function significant<Comparison extends { p: number }>(
  comparisons: readonly Comparison[],
  tests: number = comparisons.length,
): Comparison[] {
  const descending = comparisons.toSorted((a, b) => b.p - a.p);
  let adjusted = 1;
  return descending
    .map((comparison, index) => {
      const rank = comparisons.length - index;
      adjusted = Math.min(adjusted, (comparison.p * tests) / rank);
      return { ...comparison, p: adjusted };
    })
    .filter(({ p }) => p <= FALSE_DISCOVERY_RATE);
}
