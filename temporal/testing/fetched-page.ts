import type { FetchedPage, RawRecord } from "../src/source/source-client.ts";
import { splitRecords } from "../src/source/split-records.ts";
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
    sourceDate: at,
    meta: { currentPage: 1, itemsPerPage: 100, totalItems: 1 },
    records: [...records],
    beyondEnd: false,
  };
}

/** The same, of `body`: an object with an array `data`. */
export const fetchedPage = (body: string, at: Date): FetchedPage =>
  pageOf(
    (splitRecords(body) ?? []).map(({ start, end }) => rawRecord(body.slice(start, end))),
    at,
  );
