import { sleep } from "@temporalio/activity";
import type { ApplicationFailure } from "@temporalio/common";
import type { Sql, TransactionSql } from "postgres";
import { heldBack, patienceExhausted, sourceFailure } from "../failures.ts";
import { retryWaitMs } from "../source/retry-wait.ts";
import type { FailedFetch } from "../source/source-client.ts";

/** Failures that a wait can mend. */
const TRANSIENT = new Set(["rate-limited", "unavailable", "unreadable"]);

/** Temporal repeats an attempt up to a second later than asked. Longer waits must not hold an activity's slot. */
const MAX_WAIT_IN_ACTIVITY_MS = 2_000;

/**
 * The failure of an activity that a failed request means, with the wait before the next attempt, which is shown in the run.
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
 * @throws ApplicationFailure while a wait is not over that the source asked for by Retry-After, whichever activity or worker
 * it was told to.
 */
export async function assertNoWait(sql: Sql, runId: string): Promise<void> {
  const [asked] = await sql<{ wait_ms: number | null }[]>`
    select extract(epoch from max(requested_at + (duration_ms + retry_wait_ms) * interval '1 ms')
                              - clock_timestamp())::double precision * 1000 as wait_ms
    from bronze.fetches where run_id = ${runId} and retry_wait_ms is not null`;
  if (asked?.wait_ms && asked.wait_ms > 0) throw heldBack(Math.ceil(asked.wait_ms));
}

/** The beginning of an activity is progress: what it waits for from now on is its own. */
export async function noteProgress(sql: Sql, runId: string): Promise<void> {
  await sql`update ops.runs set last_progress_at = clock_timestamp() where run_id = ${runId}`;
}

/**
 * Waits before the request is repeated, in place of a next attempt of the activity, where that is a short wait.
 *
 * @param deadline when the activity's time box ends, by `performance.now()`
 * @throws the failure when its wait is left to Temporal, or no wait helps
 */
export async function waitInActivity(failure: ApplicationFailure, deadline: number): Promise<void> {
  const { nextRetryDelay: waitMs } = failure;
  if (typeof waitMs !== "number" || waitMs > MAX_WAIT_IN_ACTIVITY_MS || performance.now() + waitMs > deadline)
    throw failure;
  await sleep(waitMs);
}
