import type { FetchedPage } from "../source/source-client.ts";
import { observedTimes } from "./observed-times.ts";

/** What a page says about the way on. */
export interface PageEvidence {
  /**
   * Whether the list goes on behind this page: it does after a full one, and ends with one that is short; doubtful is one
   * that is shorter than the source's own count says.
   */
  end: "continues" | "ends" | "doubtful";
  records: number;
  /** Usable `updated_at` times, in the order of the page. */
  times: readonly Date[];
  /** Whether they rise, as a source that honours `updated_since` lists them. */
  ordered: boolean;
}

/**
 * @param since the `updated_since` that was asked for
 * @param limit the page size that was asked for; the source may say that its pages are smaller
 */
export function readEvidence(
  page: FetchedPage,
  asked: { page: number; since: Date | null; limit: number },
): PageEvidence {
  const records = page.records.length;
  const times = observedTimes(
    page.records.map(({ value }) => value),
    asked.since,
    page.answeredAt,
  );
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
  // A list that has ended counts no fewer records than it has listed.
  const listed = (asked.page - 1) * size;
  if (records.length === 0 && meta.totalItems !== null && meta.totalItems < listed) return "doubtful";
  const announced = (meta.totalItems ?? 0) - listed;
  return announced > records.length ? "doubtful" : "ends";
}

/** Records that fill a page: fewer than asked for where the source says so. */
export const pageSizeOf = (itemsPerPage: number | null, limit: number): number =>
  itemsPerPage === null || itemsPerPage < 1 ? limit : Math.min(itemsPerPage, limit);

/** Whether the source answered with the page before again, as some do beyond the end of a list. */
export const repeats = (page: FetchedPage, before: FetchedPage | null): boolean =>
  before !== null &&
  page.records.length > 0 &&
  page.records.length === before.records.length &&
  page.records.every(({ text }, index) => text === before.records[index]?.text);
