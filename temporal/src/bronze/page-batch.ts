import { type FailedFetch, failed, type SourceFetch } from "../source/source-client.ts";
import type { Cursor } from "./pagination.ts";

/** Pages of a slice that are committed together, and where they lead. */
export interface PageBatch {
  fetches: SourceFetch[];
  cursor: Cursor;
  /** Of answers, since the cursor last moved. */
  doubtsInRow: number;
  finished: boolean;
  /** The source has no more, but the slice is to be kept open. */
  keptOpen: boolean;
  maxUpdatedAt: Date | null;
  /** Noticed now: the source leaves out the time that `updated_since` names. */
  excludesUpdatedSince: boolean;
  /** Noticed now: times that say nothing of the way on, so that pages are read by their numbers. */
  unreadableTimes: boolean;
  /** What ended the batch early. */
  stop: { failed: FailedFetch } | { doubt: string } | { heldBackMs: number } | null;
}

export const recordsOf = ({ fetches }: PageBatch): number =>
  fetches.reduce((sum, fetched) => sum + (failed(fetched) ? 0 : fetched.records.length), 0);
