import type { Sql, TransactionSql } from "postgres";

/** A span of `updated_at`. */
export interface Span {
  /** Inclusive; null: from the beginning. */
  from: Date | null;
  /** Exclusive; null: to the end. */
  to: Date | null;
}

/** PostgreSQL's times have microseconds: one microsecond later than the second before. */
const AFTER_THE_SECOND_BEFORE = "-999999 microseconds";

/**
 * The interval to add to a span's bound, so that the source lists exactly the entries with `updated_at >= bound + shift`. A source
 * that excludes `updated_since` itself is asked with a time one second earlier.
 */
export const boundShift = (sql: Sql | TransactionSql, excludesUpdatedSince: boolean) =>
  sql`${excludesUpdatedSince ? AFTER_THE_SECOND_BEFORE : "0"}::interval`;

const SECOND_MS = 1_000;

/** The source's times have a resolution of one second. */
export const wholeSecond = (time: Date): Date => new Date(Math.floor(time.getTime() / SECOND_MS) * SECOND_MS);

export const secondAfter = (time: Date): Date => new Date(wholeSecond(time).getTime() + SECOND_MS);
