import type { FetchedPage } from "../src/source/source-client.ts";

/** A response of the source with the records of `body`, an object with an array `data`, asked for and answered at `at`. */
export function fetchedPage(body: string, at: Date): FetchedPage {
  return {
    request: "/v1/enrichments?page=1&limit=100",
    requestedAt: at,
    answeredAt: at,
    durationMs: 5,
    status: 200,
    retryAfter: null,
    page: {
      meta: { current_page: 1, items_per_page: 100, total_items: 1, total_pages: 1 },
      data: JSON.parse(body).data,
    },
    body,
  };
}
