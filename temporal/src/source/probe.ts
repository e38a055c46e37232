import type { Sql } from "postgres";
import { recordFetches } from "../bronze/record-fetches.ts";
import { heldBack } from "../failures.ts";
import { addToRun } from "../ledger/add-to-run.ts";
import type { ActivityReference } from "../ledger/run-reference.ts";
import { assertNoWait, failureAfter } from "../ledger/source-waits.ts";
import { isHeldBack, type PacedClient } from "./paced-client.ts";
import { type FailedFetch, type FetchedPage, failed, type PageQuery } from "./source-client.ts";

/** A request that the source refuses is an answer too; other failures are thrown as the activity failures that they mean. */
export type Probe = (query: PageQuery) => Promise<FetchedPage | FailedFetch>;

export interface ProbeOptions {
  source: PacedClient;
  sql: Sql;
  runId: string;
  activity: ActivityReference;
  patienceMinutes: number;
  signal: AbortSignal;
}

/** Requests whose records are not kept, only what they tell. Each is written down, and so is what its failure means. */
export function createProbe(options: ProbeOptions): Probe {
  const { source, sql, runId, activity, signal } = options;
  let asked = false;
  return async (query) => {
    if (!asked) await assertNoWait(sql, runId);
    asked = true;
    const fetched = await source.fetchPage(query, signal);
    if (isHeldBack(fetched)) throw heldBack(Math.ceil(fetched.heldBackMs));
    await sql.begin(async (transaction) => {
      await recordFetches(transaction, runId, activity, [fetched]);
      await addToRun(transaction, runId, [fetched]);
      if (!failed(fetched))
        await transaction`update ops.runs set failures_in_row = 0 where run_id = ${runId} and failures_in_row > 0`;
    });
    if (failed(fetched) && fetched.failure.kind !== "refused") throw await failureOf(options, fetched);
    return fetched;
  };
}

/** What a failed request means for the activity that sent it. */
async function failureOf(
  { sql, runId, patienceMinutes }: ProbeOptions,
  fetched: FailedFetch,
): Promise<Error> {
  const [run] = await sql<{ failures_in_row: number }[]>`
    update ops.runs set failures_in_row = failures_in_row + 1 where run_id = ${runId} returning failures_in_row`;
  return failureAfter(sql, runId, fetched, run?.failures_in_row ?? 1, patienceMinutes);
}
