import { sleep } from "@temporalio/activity";
import type { ApplicationFailure } from "@temporalio/common";
import type { Sql, TransactionSql } from "postgres";
import { heldBack, patienceExhausted, sourceFailure } from "../failures.ts";
import { retryWaitMs } from "../source/retry-wait.ts";
import type { FailedFetch } from "../source/source-client.ts";

/** Failures that can be retried. */
const TRANSIENT = new Set(["rate-limited", "unavailable", "unreadable"]);

/** Temporal starts a retry up to a second late, so short waits happen in the activity. Longer ones would block its slot. */
const MAX_WAIT_IN_ACTIVITY_MS = 2_000;

/**
 * Converts a failed request to an activity failure with the wait before the next attempt, and shows the wait in the run.
 *
 * @param failuresInRow since the last usable answer, this one included
 */
export async function failureAfter(
  sql: Sql | TransactionSql,
  runId: string,
  fetched: FailedFetch,
  failuresInRow: number,
  patienceMinutes: number,
): Promise<ApplicationFailure> {
  const { failure } = fetched;
  if (!TRANSIENT.has(failure.kind)) return sourceFailure(fetched);
  const waitMs = retryWaitMs(failure, failuresInRow, Math.random());
  const [run] = await sql<{ silent: boolean }[]>`
    update ops.runs
    set wait_until = greatest(wait_until, clock_timestamp() + ${waitMs} * interval '1 ms'), wait_reason = ${failure.message}
    where run_id = ${runId}
    returning last_progress_at < clock_timestamp() - ${patienceMinutes} * interval '1 minute' as silent`;
  return run?.silent ? patienceExhausted(patienceMinutes, failure.message) : sourceFailure(fetched, waitMs);
}

/**
 * @throws ApplicationFailure while a Retry-After wait is not over, whichever activity or worker received it.
 */
export async function assertNoWait(sql: Sql, runId: string): Promise<void> {
  const [asked] = await sql<{ wait_ms: number | null }[]>`
    select extract(epoch from max(requested_at + (duration_ms + retry_wait_ms) * interval '1 ms')
                              - clock_timestamp())::double precision * 1000 as wait_ms
    from bronze.fetches where run_id = ${runId} and retry_wait_ms is not null`;
  if (asked?.wait_ms && asked.wait_ms > 0) throw heldBack(Math.ceil(asked.wait_ms));
}

/** Counts the start of an activity as progress, so that earlier waits do not count against it. */
export async function noteProgress(sql: Sql, runId: string): Promise<void> {
  await sql`update ops.runs set last_progress_at = clock_timestamp() where run_id = ${runId}`;
}

/**
 * Waits in the activity before the request is repeated, if the wait is short.
 *
 * @param deadline when the activity's time box ends, by `performance.now()`
 * @throws the failure when its wait is too long or it cannot be retried
 */
export async function waitInActivity(failure: ApplicationFailure, deadline: number): Promise<void> {
  const { nextRetryDelay: waitMs } = failure;
  if (typeof waitMs !== "number" || waitMs > MAX_WAIT_IN_ACTIVITY_MS || performance.now() + waitMs > deadline)
    throw failure;
  await sleep(waitMs);
}
