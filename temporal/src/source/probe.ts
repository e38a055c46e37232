import type { Sql } from "postgres";
import { recordFetches } from "../bronze/record-fetches.ts";
import { sourceFailure } from "../failures.ts";
import type { ActivityReference } from "../ledger/run-reference.ts";
import { type FetchedPage, failed, type PageQuery, type SourceClient } from "./source-client.ts";

export type Probe = (query: PageQuery) => Promise<FetchedPage>;

/**
 * Requests whose records are not kept, only what they tell. Each is written down.
 * The probe throws the activity failure that a failed request means.
 */
export function createProbe(
  source: SourceClient,
  sql: Sql,
  runId: string,
  activity: ActivityReference,
  signal: AbortSignal,
): Probe {
  return async (query) => {
    const fetched = await source.fetchPage(query, signal);
    await recordFetches(sql, runId, activity, [fetched]);
    if (failed(fetched)) throw sourceFailure(fetched, fetched.failure.retryDelayMs);
    return fetched;
  };
}
