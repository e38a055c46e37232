import type { Sql, TransactionSql } from "postgres";
import type { RunReference } from "../ledger/run-reference.ts";
import type { Probe } from "../source/probe.ts";
import { chooseBoundaries } from "./choose-boundaries.ts";
import { findCountLimit } from "./count-limit.ts";
import { finishProof, readProof } from "./proof-state.ts";
import { insertWindows, type NewWindow, windowsBetween } from "./proof-window.ts";
import { takeSnapshot } from "./snapshot.ts";
import { createSourceCounter, type SourceCounter } from "./source-counter.ts";
import { wholeSecond } from "./span.ts";

export interface SourceCountCheck {
  windows: NewWindow[];
  /** The cap of the source's count; null: no cap. */
  countsUpTo: number | null;
  /** Whether the source's counts by time match what it lists. */
  countsAreRight: boolean;
}

/**
 * After a complete read: checks the source's counts by time against the warehouse.
 * @returns null if the source changed since it was read, or does not count
 */
export async function checkSourceCounts(
  sql: Sql,
  run: RunReference,
  probe: Probe,
  pageSize: number,
): Promise<SourceCountCheck | null> {
  const [state] = await sql<{ watermark: Date | null }[]>`select watermark from ops.warehouse_state`;
  const highWater = state?.watermark ? wholeSecond(state.watermark) : null;
  const proof = { ...(await readProof(sql, run, pageSize)), highWater };
  const sourceCounter = createSourceCounter(probe, proof.excludesUpdatedSince);
  const limit = await findCountLimit(sql, sourceCounter, proof);
  if (!limit) return null;
  const boundaries = await chooseBoundaries(sql, { ...run, ...proof, ...limit, requested: null });
  const snapshot = await takeSnapshot(
    { ...proof, sql, sourceCounter, listedSinceHighWater: null },
    boundaries,
  );
  if (snapshot === "changed" || snapshot === "uncountable") return null;
  const windows = windowsBetween(boundaries, snapshot, highWater);
  const differing = boundsThatDiffer(windows);
  // If the source does not contradict itself, it has changed since it was read.
  if (differing.length > 0 && !(await miscountsSinceAny(sourceCounter, differing, proof.pageSize)))
    return null;
  return { windows, countsUpTo: limit.countsUpTo, countsAreRight: differing.length === 0 };
}

/** Times since which both sides count differently; null: the beginning. The latest times, with the shortest lists, come first. */
const boundsThatDiffer = (windows: readonly NewWindow[]): (Date | null)[] =>
  windows
    .filter(({ differenceFrom }) => differenceFrom !== 0)
    .map(({ from }) => from)
    .toReversed();

async function miscountsSinceAny(
  sourceCounter: SourceCounter,
  times: readonly (Date | null)[],
  pageSize: number,
): Promise<boolean> {
  for (const time of times) if (await sourceCounter.miscounts(time, pageSize)) return true;
  return false;
}

/** Replaces the windows of the proof that requested the complete read. */
export async function recordSourceCountCheck(
  sql: TransactionSql,
  run: RunReference,
  { windows, countsUpTo, countsAreRight }: SourceCountCheck,
): Promise<void> {
  await sql`update ops.differences set window_no = null where run_id = ${run.runId}`;
  await sql`delete from ops.proof_windows where run_id = ${run.runId}`;
  await insertWindows(sql, run.runId, windows);
  await sql`update ops.proofs set counts_up_to = ${countsUpTo} where run_id = ${run.runId}`;
  await finishProof(sql, run, "read_in_full");
  await sql`
    update ops.warehouse_state
    set counts_by_time_wrong_at = case when not ${countsAreRight}::boolean then clock_timestamp() end`;
}
