import type { TimeEntry, TimeIndex } from "./time-index.ts";

export interface MergedEntry extends TimeEntry {
  readonly isSecond: boolean;
}

/** Two time indexes, read as one list in the order (seconds, key). */
export interface MergedOrder {
  countFrom(seconds: number): number;
  /** Up to `take` entries, in order, from the `skip`-th one at or after `seconds`. */
  slice(seconds: number, skip: number, take: number): MergedEntry[];
}

const fromMain = (entry: TimeEntry): MergedEntry => ({ ...entry, isSecond: false });
const fromSecond = (entry: TimeEntry): MergedEntry => ({ ...entry, isSecond: true });

/** Of two entries with one time and one key, that of `second` comes first. While `second` is empty, it costs nothing. */
export function createMergedOrder(main: TimeIndex, second: TimeIndex): MergedOrder {
  /** How many entries of `second` are among the first `skip` of both. */
  function countSecondsAmong(seconds: number, skip: number): number {
    const mainFrom = main.countFrom(seconds);
    let low = 0;
    let high = Math.min(second.countFrom(seconds), skip);
    while (low < high) {
      const middle = (low + high) >>> 1;
      const mainBefore = second
        .slice(seconds, middle, 1)
        .map((entry) => mainFrom - main.countFrom(entry.seconds, entry.key));
      if (middle + (mainBefore[0] ?? 0) < skip) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  return {
    countFrom: (seconds) => main.countFrom(seconds) + second.countFrom(seconds),

    slice(seconds, skip, take) {
      if (second.size === 0) return main.slice(seconds, skip, take).map(fromMain);
      const skipSeconds = countSecondsAmong(seconds, skip);
      return merge(
        main.slice(seconds, skip - skipSeconds, take),
        second.slice(seconds, skipSeconds, take),
      ).slice(0, take);
    },
  };
}

function merge(mains: readonly TimeEntry[], seconds: readonly TimeEntry[]): MergedEntry[] {
  // Sorting is stable: an entry of `seconds` stays before its equal.
  return [...seconds.map(fromSecond), ...mains.map(fromMain)].sort(
    (a, b) => a.seconds - b.seconds || a.key - b.key,
  );
}
