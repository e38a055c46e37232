import { setTimeout } from "node:timers/promises";
import postgres from "postgres";

/** Two transactions wrote the same rows; one has to run again. */
export class WriteConflict extends Error {
  override name = "WriteConflict";
}

const SERIALIZATION_FAILURE = "40001";
const DEADLOCK_DETECTED = "40P01";
const MAX_TRIES = 10;
/** About the duration of a transaction; in milliseconds. */
const MIN_SPREAD_MS = 20;
const MAX_SPREAD_MS = 1_000;

/**
 * Retries a transaction after a conflict with a parallel one. Other errors, and the last conflict, are thrown.
 *
 * @param wait sleeps between tries, for a random time so that the same transactions do not conflict again; in milliseconds
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
