/**
 * The hour from which a difference grows: where its cumulated sum is least (the change point of Page's cumulative sum test, 1954,
 * Biometrika 41, 100–115). `differences` has one per hour, positive in the direction of the entry.
 */
export function onsetHour(differences: readonly number[]): number {
  let [sum, least, onset] = [0, 0, 0];
  for (const [hour, difference] of differences.entries()) {
    sum += difference;
    if (sum < least) [least, onset] = [sum, hour + 1];
  }
  return onset;
}
