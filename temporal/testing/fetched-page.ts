import type { FetchedPage } from "../src/source/source-client.ts";
import { splitRecords } from "../src/source/split-records.ts";

/** A response of the source with the records of `body`, an object with an array `data`, asked for and answered at `at`. */
export function fetchedPage(body: string, at: Date): FetchedPage {
  return {
    request: "/v1/enrichments?page=1&limit=100",
    requestedAt: at,
    answeredAt: at,
    durationMs: 5,
    status: 200,
    retryAfter: null,
    sourceDate: at,
    meta: { currentPage: 1, itemsPerPage: 100, totalItems: 1 },
    records: (splitRecords(body) ?? []).map(({ start, end }) => {
      const text = body.slice(start, end);
      return { text, value: JSON.parse(text), unstorable: null };
    }),
    beyondEnd: false,
  };
}
