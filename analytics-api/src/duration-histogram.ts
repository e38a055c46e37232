/** How many jobs there are in each class of `gold.faixa_duracao`, the shortest durations first. */
export type DurationHistogram = Uint32Array;

/** Decimal digits that a class takes in the number that the warehouse keeps a histogram in. */
const DIGITS = 8;
/** Classes from one second to two. */
const CLASSES_PER_DOUBLING = 16;

const ZERO = "0".charCodeAt(0);

/** What a `histograma_duracao` says, written as text: eight digits for each class, the shortest last. */
export function parseDurationHistogram(digits: string): DurationHistogram {
  const histogram = new Uint32Array(Math.ceil(digits.length / DIGITS));
  // Digit by digit: a quarter of hours has millions of them, and cutting out each class's text takes several times as long.
  let end = digits.length;
  for (let index = 0; index < histogram.length; index++, end -= DIGITS) {
    let jobs = 0;
    for (let place = Math.max(0, end - DIGITS); place < end; place++)
      jobs = jobs * 10 + digits.charCodeAt(place) - ZERO;
    histogram[index] = jobs;
  }
  return histogram;
}

/** The histogram of the jobs of all `histograms` together. */
export function mergeDurationHistograms(histograms: readonly DurationHistogram[]): DurationHistogram {
  const merged = new Uint32Array(Math.max(0, ...histograms.map(({ length }) => length)));
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

/** The duration at `place`, from 0 to 1, inside a class. */
const secondsAt = (index: number, place: number): number =>
  index === 0 ? place : 2 ** ((index - 1 + place) / CLASSES_PER_DOUBLING);
