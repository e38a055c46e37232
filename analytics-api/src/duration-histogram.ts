/** How many jobs there are in each class of `gold.faixa_duracao`, the shortest durations first; negative to take them away. */
export type DurationHistogram = Int32Array;

/** Classes from one second to two. */
const CLASSES_PER_DOUBLING = 16;

/** A `numeric` on the wire: four 16-bit numbers, of which the second is the power of 10,000 of the first digit; then the digits. */
const [WEIGHT_AT, DIGITS_AT, DIGIT_BYTES] = [2, 8, 2];
const BASE = 10_000;

/**
 * What a `histograma_duracao` says, as `numeric_send` writes it: its digits are base 10,000, two for each class. Text would be
 * some times as long, and take the server and this process some times as long.
 */
export function parseDurationHistogram(sent: Buffer): DurationHistogram {
  const weight = sent.readInt16BE(WEIGHT_AT);
  const histogram = new Int32Array(Math.floor(weight / 2) + 1);
  for (let at = DIGITS_AT, power = weight; at < sent.length; at += DIGIT_BYTES, power--) {
    const index = Math.floor(power / 2);
    histogram[index] = (histogram[index] ?? 0) + sent.readUInt16BE(at) * (power % 2 === 0 ? 1 : BASE);
  }
  return histogram;
}

/** The histogram of the jobs of all `histograms` together. */
export function mergeDurationHistograms(histograms: readonly DurationHistogram[]): DurationHistogram {
  const [first, second] = histograms;
  // As most groups of a series have it: no need to copy some hundred of them.
  if (first && !second) return first;
  const merged = new Int32Array(Math.max(0, ...histograms.map(({ length }) => length)));
  for (const histogram of histograms)
    for (let index = 0; index < histogram.length; index++)
      merged[index] = (merged[index] ?? 0) + (histogram[index] ?? 0);
  return merged;
}

/**
 * The duration, in minutes, that `fraction` of the jobs stay within: what `gold.percentil_duracao` says of the same
 * histogram. Null when there are no jobs.
 * @param total how many jobs the histogram counts
 */
export function percentileOfDurations(
  histogram: DurationHistogram,
  total: number,
  fraction: number,
): number | null {
  const rank = fraction * (total - 1);
  let before = 0;
  for (let index = 0; index < histogram.length; index++) {
    const jobs = histogram[index] ?? 0;
    // Jobs lie evenly inside their class.
    if (jobs > 0 && rank < before + jobs) return secondsAt(index, (rank - before + 0.5) / jobs) / 60;
    before += jobs;
  }
  return null;
}

/** The duration, in seconds, at `place`, from 0 to 1, inside a class. */
export const secondsAt = (index: number, place: number): number =>
  index === 0 ? place : 2 ** ((index - 1 + place) / CLASSES_PER_DOUBLING);
