import type { FetchedPage } from "../source/source-client.ts";

/** The pages' records as one JSON array of arrays, spliced and not encoded again, so that PostgreSQL gets each as it was sent. */
export function pageBodies(pages: readonly FetchedPage[]): string {
  return `[${pages.map(({ records }) => `[${records.map(({ text }) => text).join(",")}]`).join(",")}]`;
}
