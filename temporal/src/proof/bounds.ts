import type { Sql, TransactionSql } from "postgres";

/** A span of `updated_at`. */
export interface Span {
  /** Inclusive; null: from the beginning. */
  from: Date | null;
  /** Exclusive; null: to the end. */
  to: Date | null;
}

/** Just later than the second before: what a source that leaves out the time itself lists from. PostgreSQL counts microseconds. */
const AFTER_THE_SECOND_BEFORE = "-999999 microseconds";

/**
 * What is added to a time that the source is asked with, so that `updated_at >= time + shift` holds of the entries that it
 * lists. A source that leaves out the time itself is asked with one second earlier.
 */
export const boundShift = (sql: Sql | TransactionSql, excludesUpdatedSince: boolean) =>
  sql`${excludesUpdatedSince ? AFTER_THE_SECOND_BEFORE : "0"}::interval`;

const SECOND_MS = 1_000;

/** The contract's times have whole seconds. */
export const wholeSecond = (time: Date): Date => new Date(Math.floor(time.getTime() / SECOND_MS) * SECOND_MS);

export const secondAfter = (time: Date): Date => new Date(wholeSecond(time).getTime() + SECOND_MS);
