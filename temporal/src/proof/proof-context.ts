import type { WarehouseClient } from "@enrichment-monitor/warehouse";
import type { TransactionSql } from "postgres";
import { assertGeneration } from "../ledger/generation.ts";
import { retryConflict } from "../ledger/retry-conflict.ts";
import type { RunReference } from "../ledger/run-reference.ts";
import { finishProof, type ProofState, type ProofVerdict } from "./proof-state.ts";
import type { SourceCounter } from "./source-counter.ts";
import type { Span } from "./span.ts";

/** Slices that the run must read before the proof continues, or the proof's verdict. */
export type ProofStep = { slices: number[] } | { verdict: ProofVerdict };

/** What each step of a proof needs. */
export interface ProofContext {
  sql: WarehouseClient;
  run: RunReference;
  proof: ProofState;
  /** The window of a requested proof; null for the proof at the end of a run. */
  requested: Span | null;
  /** Only reports the windows that differ. */
  dryRun: boolean;
  sourceCounter: SourceCounter;
  /** Clears the snapshot's cached answers. */
  endSnapshot(): void;
  maxRequests: number;
  scrubDays: number;
}

/** Runs the work in a transaction that fails after a reset of the warehouse. */
export const inTransaction = <T>(
  { sql, run }: Pick<ProofContext, "sql" | "run">,
  work: (transaction: TransactionSql) => Promise<T>,
) =>
  retryConflict(() =>
    sql.begin(async (transaction) => {
      await assertGeneration(transaction, run.generation);
      return work(transaction);
    }),
  );

/** Ends the proof. */
export async function conclude(context: ProofContext, verdict: ProofVerdict): Promise<ProofStep> {
  await inTransaction(context, (transaction) => finishProof(transaction, context.run, verdict));
  return { verdict };
}
