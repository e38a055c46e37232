import type { ApplicationFailure } from "@temporalio/common";
import type { Sql } from "postgres";
import { recordFetches } from "../bronze/record-fetches.ts";
import { heldBack } from "../failures.ts";
import { addToRun } from "../ledger/add-to-run.ts";
import type { ActivityReference } from "../ledger/run-reference.ts";
import { assertNoWait, failureAfter, waitInActivity } from "../ledger/source-waits.ts";
import { isHeldBack, type PacedClient } from "./paced-client.ts";
import {
  type FailedFetch,
  type FetchedPage,
  failed,
  type PageQuery,
  type SourceFetch,
} from "./source-client.ts";

/**
 * Sends a request. A refusal counts as an answer. After another failure it is repeated if the wait is short; otherwise the activity
 * failure is thrown.
 */
export type Probe = (query: PageQuery) => Promise<FetchedPage | FailedFetch>;

export interface ProbeOptions {
  source: PacedClient;
  sql: Sql;
  runId: string;
  activity: ActivityReference;
  patienceMinutes: number;
  signal: AbortSignal;
  /** When the activity's time box ends, by `performance.now()`. */
  deadline: number;
}

/** Requests whose records are not ingested. Each request and failure is stored. */
export function createProbe(options: ProbeOptions): Probe {
  const { source, sql, runId, activity, signal, deadline } = options;
  let asked = false;

  async function ask(query: PageQuery): Promise<SourceFetch> {
    const fetched = await source.fetchPage(query, signal);
    if (isHeldBack(fetched)) throw heldBack(Math.ceil(fetched.heldBackMs));
    await sql.begin(async (transaction) => {
      await recordFetches(transaction, runId, activity, [fetched]);
      await addToRun(transaction, runId, [fetched]);
      if (!failed(fetched))
        await transaction`update ops.runs set failures_in_row = 0 where run_id = ${runId} and failures_in_row > 0`;
    });
    return fetched;
  }

  return async (query) => {
    if (!asked) await assertNoWait(sql, runId);
    asked = true;
    for (;;) {
      const fetched = await ask(query);
      if (!failed(fetched) || fetched.failure.kind === "refused") return fetched;
      await waitInActivity(await failureOf(options, fetched), deadline);
    }
  };
}

/** Converts a failed request to an activity failure. */
async function failureOf(
  { sql, runId, patienceMinutes }: ProbeOptions,
  fetched: FailedFetch,
): Promise<ApplicationFailure> {
  const [run] = await sql<{ failures_in_row: number }[]>`
    update ops.runs set failures_in_row = failures_in_row + 1 where run_id = ${runId} returning failures_in_row`;
  return failureAfter(sql, runId, fetched, run?.failures_in_row ?? 1, patienceMinutes);
}
