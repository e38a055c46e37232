/** The limits of the source API. */
const MIN_RECORDS = 100;
const MAX_RECORDS = 1_000_000;

/** Parses `--records` into numbers in ascending order. */
export function parseSizes(text: string): number[] {
  const sizes = text.split(",").map(Number);
  if (sizes.every((size) => Number.isInteger(size) && size >= MIN_RECORDS && size <= MAX_RECORDS))
    return sizes.sort((a, b) => a - b);
  throw new Error(
    `--records is "${text}": give numbers of records from ${MIN_RECORDS} to ${MAX_RECORDS}, such as 10000,100000.`,
  );
}
