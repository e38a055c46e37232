/**
 * Keys in the order (seconds, key), made for a table whose rows keep moving to the end: a row that moves leaves its
 * old entry behind and gets a new one, and an entry counts only while `secondsOf` its key still says the same time.
 * Counting the live entries by chunk makes any page a matter of microseconds at a million rows.
 */
export interface TimeIndex {
  readonly size: number;
  /** Gives each key, once at most, an entry at its present time. */
  place(keys: readonly number[]): void;
  /** Says that a key leaves the entry it had at `seconds`; until its next {@link place} it counts for nothing. */
  vacate(seconds: number, key: number): void;
  /** How many live entries are not before (seconds, key). */
  countFrom(seconds: number, key?: number): number;
  /** Up to `take` entries, in order, from the `skip`-th live one at or after `seconds`. */
  slice(seconds: number, skip: number, take: number): TimeEntry[];
}

export interface TimeEntry {
  readonly seconds: number;
  readonly key: number;
}

/** Entries per chunk: a page scans at most one or two chunks and skips at most (rows / 1024) of them. */
const CHUNK = 1024;
/** Seconds and key, 32 bits each. */
const ENTRY_BYTES = 8;
/** Dead entries are swept away when they outnumber the living, but not for less than this. */
const SWEEP_MINIMUM = 4096;

/** @param secondsOf the time at which a key stands now; undefined when its row is gone. */
export function createTimeIndex(secondsOf: (key: number) => number | undefined): TimeIndex {
  let buffer = new ArrayBuffer(CHUNK * ENTRY_BYTES);
  let entries = new DataView(buffer);
  let length = 0;
  let live = 0;
  const livePerChunk: number[] = [];

  // Little-endian with the seconds in the upper half: as 64-bit integers the entries sort by (seconds, key).
  const keyAt = (position: number) => entries.getUint32(position * ENTRY_BYTES, true);
  const secondsAt = (position: number) => entries.getUint32(position * ENTRY_BYTES + 4, true);
  const isLive = (position: number) => secondsOf(keyAt(position)) === secondsAt(position);

  function write(position: number, seconds: number, key: number): void {
    entries.setUint32(position * ENTRY_BYTES, key, true);
    entries.setUint32(position * ENTRY_BYTES + 4, seconds, true);
  }

  function reserve(capacity: number): void {
    if (capacity * ENTRY_BYTES <= buffer.byteLength) return;
    buffer = buffer.transfer(Math.max(capacity * ENTRY_BYTES, buffer.byteLength * 2));
    entries = new DataView(buffer);
  }

  /** The first position in the first `end` entries that is not before (seconds, key). */
  function lowerBound(seconds: number, key: number, end = length): number {
    let low = 0;
    let high = end;
    while (low < high) {
      const middle = (low + high) >>> 1;
      const middleSeconds = secondsAt(middle);
      if (middleSeconds < seconds || (middleSeconds === seconds && keyAt(middle) < key)) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  function holds(position: number, seconds: number, key: number): boolean {
    return position < length && secondsAt(position) === seconds && keyAt(position) === key;
  }

  function countLive(from: number, to: number): number {
    let count = 0;
    for (let position = from; position < to; position++) if (isLive(position)) count++;
    return count;
  }

  function recountFrom(position: number): void {
    const firstChunk = Math.floor(position / CHUNK);
    livePerChunk.length = firstChunk;
    for (let start = firstChunk * CHUNK; start < length; start += CHUNK)
      livePerChunk.push(countLive(start, Math.min(start + CHUNK, length)));
    live = livePerChunk.reduce((sum, count) => sum + count, 0);
  }

  function sweep(): void {
    let kept = 0;
    for (let position = 0; position < length; position++)
      if (isLive(position)) write(kept++, secondsAt(position), keyAt(position));
    length = kept;
    recountFrom(0);
  }

  return {
    get size() {
      return live;
    },

    place(keys) {
      const sorted = length;
      let firstTouched = sorted;
      for (const key of keys) {
        const seconds = secondsOf(key);
        if (seconds === undefined) continue;
        const position = lowerBound(seconds, key, sorted);
        firstTouched = Math.min(firstTouched, position);
        if (position < sorted && holds(position, seconds, key)) continue;
        reserve(length + 1);
        write(length++, seconds, key);
      }
      new BigUint64Array(buffer, firstTouched * ENTRY_BYTES, length - firstTouched).sort();
      recountFrom(firstTouched);
      if (length > SWEEP_MINIMUM + 2 * live) sweep();
    },

    vacate(seconds, key) {
      const position = lowerBound(seconds, key);
      if (!holds(position, seconds, key)) throw new Error(`No entry (${seconds}, ${key}) to vacate.`);
      const chunk = Math.floor(position / CHUNK);
      livePerChunk[chunk] = (livePerChunk[chunk] ?? 0) - 1;
      live--;
    },

    countFrom(seconds, key = 0) {
      const start = lowerBound(seconds, key);
      const chunk = Math.floor(start / CHUNK);
      let before = countLive(chunk * CHUNK, start);
      for (let earlier = 0; earlier < chunk; earlier++) before += livePerChunk[earlier] ?? 0;
      return live - before;
    },

    slice(seconds, skip, take) {
      const found: TimeEntry[] = [];
      let toSkip = skip;
      let position = lowerBound(seconds, 0);
      while (position < length && found.length < take) {
        const chunkCount = position % CHUNK === 0 ? (livePerChunk[position / CHUNK] ?? 0) : undefined;
        if (chunkCount !== undefined && chunkCount <= toSkip) {
          toSkip -= chunkCount;
          position += CHUNK;
          continue;
        }
        if (isLive(position)) {
          if (toSkip > 0) toSkip--;
          else found.push({ seconds: secondsAt(position), key: keyAt(position) });
        }
        position++;
      }
      return found;
    },
  };
}
