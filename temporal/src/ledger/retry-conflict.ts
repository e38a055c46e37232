import postgres from "postgres";

/** Two transactions met on the same rows and one of them has to begin again. */
export class WriteConflict extends Error {
  override name = "WriteConflict";
}

const SERIALIZATION_FAILURE = "40001";
const DEADLOCK_DETECTED = "40P01";
const MOST_TRIES = 10;

/** Runs a transaction again when it lost against a parallel one; any other error, and the last loss, is thrown. */
export async function retryConflict<T>(transaction: () => Promise<T>): Promise<T> {
  for (let tries = 1; ; tries++) {
    try {
      return await transaction();
    } catch (error) {
      if (tries === MOST_TRIES || !isConflict(error)) throw error;
    }
  }
}

const isConflict = (error: unknown): boolean =>
  error instanceof WriteConflict ||
  (error instanceof postgres.PostgresError &&
    (error.code === SERIALIZATION_FAILURE || error.code === DEADLOCK_DETECTED));
