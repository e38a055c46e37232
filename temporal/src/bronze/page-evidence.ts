import type { FetchedPage } from "../source/source-client.ts";
import { observedTimes } from "./observed-times.ts";

/** What a page tells about the pages after it. */
export interface PageEvidence {
  /**
   * Whether the list continues after this page: it does after a full page and ends with a short one. A page shorter than the source's
   * own count is doubtful.
   */
  end: "continues" | "ends" | "doubtful";
  records: number;
  /** Usable `updated_at` times, in the order of the page. */
  times: readonly Date[];
  /** Whether they are ascending, as from a source that honours `updated_since`. */
  ordered: boolean;
}

/**
 * @param since the requested `updated_since`
 * @param limit the requested page size; the source may report smaller pages
 */
export function readEvidence(
  page: FetchedPage,
  asked: { page: number; since: Date | null; limit: number },
): PageEvidence {
  const records = page.records.length;
  const times = observedTimes(page.records, asked.since, page.answeredAt);
  return {
    end: endOf(page, asked),
    records,
    times,
    ordered: times.every((time, index) => index === 0 || time >= (times[index - 1] ?? time)),
  };
}

function endOf(
  { beyondEnd, records, meta }: FetchedPage,
  asked: { page: number; limit: number },
): PageEvidence["end"] {
  if (beyondEnd) return "ends";
  const size = pageSizeOf(meta.itemsPerPage, asked.limit);
  if (records.length >= size) return "continues";
  // The total of a list that has ended is not less than the records it has listed.
  const listed = (asked.page - 1) * size;
  if (records.length === 0 && meta.totalItems !== null && meta.totalItems < listed) return "doubtful";
  const announced = (meta.totalItems ?? 0) - listed;
  return announced > records.length ? "doubtful" : "ends";
}

/** The number of records on a full page: less than requested if the source says so. */
export const pageSizeOf = (itemsPerPage: number | null, limit: number): number =>
  itemsPerPage === null || itemsPerPage < 1 ? limit : Math.min(itemsPerPage, limit);

/** Whether the page repeats the previous one, as some sources do beyond the end of a list. */
export const repeats = (page: FetchedPage, before: FetchedPage | null): boolean =>
  before !== null &&
  page.records.length > 0 &&
  page.records.length === before.records.length &&
  page.records.every(({ text }, index) => text === before.records[index]?.text);
