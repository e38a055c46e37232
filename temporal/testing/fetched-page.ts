import { jsonChildren, jsonMember } from "../src/source/json-children.ts";
import type { RawRecord } from "../src/source/raw-record.ts";
import type { FetchedPage } from "../src/source/source-client.ts";
import { rawRecord } from "./raw-record.ts";

/** A response of the source with these records, asked for and answered at `at`. */
export function pageOf(records: readonly RawRecord[], at: Date): FetchedPage {
  return {
    request: "/v1/enrichments?page=1&limit=100",
    requestedAt: at,
    answeredAt: at,
    durationMs: 5,
    status: 200,
    retryAfter: null,
    page: {
      meta: { current_page: 1, items_per_page: 100, total_items: 1, total_pages: 1 },
      data: records.map(({ value }) => value),
    },
    records: [...records],
  };
}

/** The same, of `body`: an object with an array `data`. */
export const fetchedPage = (body: string, at: Date): FetchedPage =>
  pageOf(
    jsonChildren(jsonMember(body, "data") ?? "[]").map(({ text }) => rawRecord(text)),
    at,
  );
