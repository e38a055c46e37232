/** What the source API can hold. */
const LEAST = 100;
const MOST = 1_000_000;

/**
 * Numbers of records, the smallest first.
 * @param text of `--records`
 */
export function parseSizes(text: string): number[] {
  const sizes = text.split(",").map(Number);
  if (sizes.every((size) => Number.isInteger(size) && size >= LEAST && size <= MOST))
    return sizes.sort((a, b) => a - b);
  throw new Error(
    `--records is "${text}": give numbers of records from ${LEAST} to ${MOST}, such as 10000,100000.`,
  );
}
