import { setTimeout as sleep } from "node:timers/promises";
import { ServiceError } from "@temporalio/client";

/** Questions without an answer before it gives up; with the client's own retries some minutes. */
const MAX_UNANSWERED = 60;

const PAUSE_MS = 2_000;

/**
 * Waits for the result of a workflow. It asks again when Temporal does not answer, as during a restart: the workflow continues then.
 *
 * @param ask asks for the result and waits for it
 * @param pauseMs between two questions, in milliseconds
 * @throws when Temporal does not answer for minutes, with what to do
 */
export async function awaitResult<T>(ask: () => Promise<T>, pauseMs = PAUSE_MS): Promise<T> {
  for (let unanswered = 1; ; unanswered++) {
    try {
      return await ask();
    } catch (error) {
      if (!(error instanceof ServiceError)) throw error;
      if (unanswered === MAX_UNANSWERED)
        throw new Error(
          "Temporal does not answer any more. The workflow continues once the server is back: look at `status` then.",
          { cause: error },
        );
    }
    await sleep(pauseMs);
  }
}
