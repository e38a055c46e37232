const MB = 2 ** 20;
const LEAST_MB = 128;
const MAX_MB = 2_048;

/**
 * PostgreSQL's own cache, in MB: a quarter of the memory, as its manual advises, and no more than gold with its indexes takes
 * at a million records, twice over. What is not there is read again, from a disk where the system's cache has let it go.
 * @param memory of the machine, in bytes
 */
export function sharedBuffersMb(memory: number): number {
  return Math.min(MAX_MB, Math.max(LEAST_MB, Math.floor(memory / 4 / MB)));
}
