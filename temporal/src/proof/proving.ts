import type { WarehouseClient } from "@enrichment-monitor/warehouse";
import type { TransactionSql } from "postgres";
import { assertGeneration } from "../ledger/generation.ts";
import { retryConflict } from "../ledger/retry-conflict.ts";
import type { RunReference } from "../ledger/run-reference.ts";
import type { Span } from "./bounds.ts";
import { countReadSince } from "./count-read.ts";
import type { CountSource } from "./count-source.ts";
import { planReading } from "./plan-reading.ts";
import { finishProof, type ProofState, type ProofVerdict } from "./proof-state.ts";
import { type Snapshot, takeSnapshot } from "./snapshot.ts";

/** What the run has to read before its proof goes on; or how it ended. */
export type ProofStep = { slices: number[] } | { verdict: ProofVerdict };

/** What each step of a proof works with. */
export interface Proving {
  sql: WarehouseClient;
  run: RunReference;
  proof: ProofState;
  /** The window of a requested proof; null for the proof at the end of a run. */
  requested: Span | null;
  /** Only reports the windows that differ. */
  dryRun: boolean;
  countSource: CountSource;
  /** Forgets the answers of the snapshot that was taken. */
  endSnapshot(): void;
  maxRequests: number;
  scrubDays: number;
}

/** Times that the source may have changed in one run while it was counted. */
const MOST_DISTURBANCES = 3;

/** In a transaction of the run's generation. */
export const write = <T>(
  { sql, run }: Pick<Proving, "sql" | "run">,
  work: (transaction: TransactionSql) => Promise<T>,
) =>
  retryConflict(() =>
    sql.begin(async (transaction) => {
      await assertGeneration(transaction, run.generation);
      return work(transaction);
    }),
  );

/** @returns how the proof goes on when both sides could not be counted at one moment. */
export async function snapshotOr(
  proving: Proving,
  times: readonly (Date | null)[],
): Promise<Snapshot | ProofStep> {
  const { sql, proof, countSource } = proving;
  const readSinceHighWater = await countReadSince(
    sql,
    proving.run,
    proof.highWater,
    proof.excludesUpdatedSince,
  );
  const taken = await takeSnapshot({ ...proof, sql, countSource, readSinceHighWater }, times);
  proving.endSnapshot();
  if (taken === "uncountable") return conclude(proving, "not_countable");
  if (taken !== "changed") return taken;
  // Not changed, but counted otherwise than listed: a complete read settles that.
  if (await countSource.miscounts(proof.highWater, proof.pageSize)) return conclude(proving, "read_in_full");
  return readTail(proving);
}

export const isStep = (taken: Snapshot | ProofStep): taken is ProofStep => !("counts" in taken);

/** Reads what the source has changed since it was read, so that both sides can be counted at one moment again. */
async function readTail(proving: Proving): Promise<ProofStep> {
  const { run, proof } = proving;
  if (proof.disturbances >= MOST_DISTURBANCES) return conclude(proving, "being_checked");
  const slices = await write(proving, async (transaction) => {
    await transaction`update ops.proofs set disturbances = disturbances + 1 where run_id = ${run.runId}`;
    return planReading(transaction, run, [{ from: proof.highWater, to: null, expectedRecords: 0 }]);
  });
  return { slices };
}

export async function conclude(proving: Proving, verdict: ProofVerdict): Promise<ProofStep> {
  await write(proving, (transaction) => finishProof(transaction, proving.run, verdict));
  return { verdict };
}
