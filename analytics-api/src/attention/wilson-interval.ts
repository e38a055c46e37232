/** The 97.5th percentile of the normal distribution: the interval covers 95 %. */
const Z = 1.959964;

export interface Interval {
  low: number;
  high: number;
}

/**
 * The 95 % confidence interval of a proportion (Wilson, 1927, JASA 22, 209–212): it stays within 0 and 1, also for few cases.
 * Undefined without cases.
 */
export function wilsonInterval(successes: number, cases: number): Interval | undefined {
  if (cases === 0) return undefined;
  const share = successes / cases;
  const weight = Z ** 2 / cases;
  const centre = share + weight / 2;
  const margin = Z * Math.sqrt((share * (1 - share) + weight / 4) / cases);
  return {
    low: Math.max(0, (centre - margin) / (1 + weight)),
    high: Math.min(1, (centre + margin) / (1 + weight)),
  };
}
