const MB = 2 ** 20;
const LEAST_MB = 128;
const MAX_MB = 2_048;

/**
 * Size of PostgreSQL's cache in MB: a quarter of the memory, as its manual advises, and at most twice the size of gold with its
 * indexes at a million records.
 * @param memory of the machine, in bytes
 */
export function sharedBuffersMb(memory: number): number {
  return Math.min(MAX_MB, Math.max(LEAST_MB, Math.floor(memory / 4 / MB)));
}
