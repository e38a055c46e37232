const QUOTE = '"'.charCodeAt(0);
const LINE_FEED = "\n".charCodeAt(0);

/** Counts the records of a CSV file in UTF-8, chunk by chunk. A line feed inside quotes ends no record. */
export function createRowCounter() {
  let isQuoted = false;
  let records = 0;
  return {
    add(chunk: Uint8Array): void {
      for (const byte of chunk) {
        if (byte === QUOTE) isQuoted = !isQuoted;
        else if (byte === LINE_FEED && !isQuoted) records++;
      }
    },
    /** Without the header. */
    get rows(): number {
      return Math.max(0, records - 1);
    },
  };
}
