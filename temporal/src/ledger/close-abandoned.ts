import type { TransactionSql } from "postgres";
import { finishRun } from "./finish-run.ts";

const REASON = "The workflow was terminated, reset or timed out before it could close the run.";

/** Closes a run whose workflow ended without closing it. */
export const closeAbandoned = (sql: TransactionSql, runId: string): Promise<void> =>
  finishRun(sql, runId, "abandoned", REASON);
