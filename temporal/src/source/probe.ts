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
 * A request that the source refuses is an answer too. After another failure it is repeated when the wait is short; else that is
 * thrown as the activity failure that it means.
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

/** Requests whose records are not kept, only what they tell. Each is written down, and so is what its failure means. */
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

/** What a failed request means for the activity that sent it. */
async function failureOf(
  { sql, runId, patienceMinutes }: ProbeOptions,
  fetched: FailedFetch,
): Promise<ApplicationFailure> {
  const [run] = await sql<{ failures_in_row: number }[]>`
    update ops.runs set failures_in_row = failures_in_row + 1 where run_id = ${runId} returning failures_in_row`;
  return failureAfter(sql, runId, fetched, run?.failures_in_row ?? 1, patienceMinutes);
}
