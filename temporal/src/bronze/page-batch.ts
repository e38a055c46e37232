import { type FailedFetch, failed, type SourceFetch } from "../source/source-client.ts";
import type { Cursor } from "./pagination.ts";

/** Pages of a slice that are committed together, and the cursor after them. */
export interface PageBatch {
  fetches: SourceFetch[];
  cursor: Cursor;
  /** Inconsistent answers since the cursor last moved. */
  doubtsInRow: number;
  finished: boolean;
  /** The source has no more, but the slice is to be kept open. */
  keptOpen: boolean;
  maxUpdatedAt: Date | null;
  /** Detected in this batch: `updated_since` is exclusive. */
  excludesUpdatedSince: boolean;
  /** Detected in this batch: unusable times, so pages are read by number. */
  unreadableTimes: boolean;
  /** Why the batch ended early. */
  stop: { failed: FailedFetch } | { doubt: string } | { heldBackMs: number } | null;
}

export const recordsOf = ({ fetches }: PageBatch): number =>
  fetches.reduce((sum, fetched) => sum + (failed(fetched) ? 0 : fetched.records.length), 0);
