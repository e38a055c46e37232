import { setTimeout } from "node:timers/promises";
import postgres from "postgres";

/** Two transactions met on the same rows and one of them has to begin again. */
export class WriteConflict extends Error {
  override name = "WriteConflict";
}

const SERIALIZATION_FAILURE = "40001";
const DEADLOCK_DETECTED = "40P01";
const MAX_TRIES = 10;
/** About what a transaction takes; in milliseconds. */
const MIN_SPREAD_MS = 20;
const MAX_SPREAD_MS = 1_000;

/**
 * Runs a transaction again when it lost against a parallel one; any other error, and the last loss, is thrown.
 *
 * @param wait between two tries: for a random time, so that the same transactions do not meet again; in milliseconds
 */
export async function retryConflict<T>(
  transaction: () => Promise<T>,
  wait: (milliseconds: number) => Promise<unknown> = setTimeout,
): Promise<T> {
  for (let tries = 1; ; tries++) {
    try {
      return await transaction();
    } catch (error) {
      if (tries === MAX_TRIES || !isConflict(error)) throw error;
    }
    await wait(Math.random() * Math.min(MIN_SPREAD_MS * 2 ** (tries - 1), MAX_SPREAD_MS));
  }
}

const isConflict = (error: unknown): boolean =>
  error instanceof WriteConflict ||
  (error instanceof postgres.PostgresError &&
    (error.code === SERIALIZATION_FAILURE || error.code === DEADLOCK_DETECTED));
