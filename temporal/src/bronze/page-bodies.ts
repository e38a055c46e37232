import type { FetchedPage } from "../source/source-client.ts";

/** `\u0000` and half a surrogate pair: legal in JSON, but PostgreSQL's text cannot hold what they stand for. */
const UNSTORABLE_ESCAPE =
  /\\u0000|\\ud[89ab][0-9a-f]{2}(?!\\ud[c-f][0-9a-f]{2})|(?<!\\ud[89ab][0-9a-f]{2})\\ud[c-f][0-9a-f]{2}/i;

/**
 * The bodies as one JSON array, spliced and not re-encoded, so that PostgreSQL can cut out every record as it was sent.
 * A body with an escape that PostgreSQL would refuse to look into is replaced by its array of records, encoded again:
 * the same values, but not the same white space.
 */
export function pageBodies(pages: readonly FetchedPage[]): string {
  return `[${pages.map((page) => (UNSTORABLE_ESCAPE.test(page.body) ? JSON.stringify(page.page.data) : page.body)).join(",")}]`;
}
