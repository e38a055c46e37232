import type { Sql, TransactionSql } from "postgres";
import type { RunReference } from "../ledger/run-reference.ts";
import type { Probe } from "../source/probe.ts";
import { chooseBoundaries } from "./boundaries.ts";
import { wholeSecond } from "./bounds.ts";
import { createCountSource } from "./count-source.ts";
import { finishProof, readProof } from "./proof-state.ts";
import { insertWindows, isEqual, type NewWindow, windowsBetween } from "./proof-window.ts";
import { takeSnapshot } from "./snapshot.ts";

/** After a complete read: whether the source's counts since some times are what it lists. Null: it changed meanwhile. */
export interface Recount {
  windows: NewWindow[];
  agrees: boolean;
}

export async function recount(
  sql: Sql,
  run: RunReference,
  probe: Probe,
  pageSize: number,
): Promise<Recount | null> {
  const proof = await readProof(sql, run, pageSize);
  const [state] = await sql<{ watermark: Date | null }[]>`select watermark from ops.warehouse_state`;
  const highWater = state?.watermark ? wholeSecond(state.watermark) : null;
  const boundaries = await chooseBoundaries(sql, { ...run, ...proof, highWater, requested: null });
  const countSource = createCountSource(probe, proof.excludesUpdatedSince);
  const taken = await takeSnapshot(
    {
      sql,
      countSource,
      highWater,
      excludesUpdatedSince: proof.excludesUpdatedSince,
      readSinceHighWater: null,
    },
    boundaries,
  );
  if (taken === "changed" || taken === "uncountable") return null;
  const windows = windowsBetween(boundaries, taken, highWater);
  const { source, warehouse } = taken.highWater;
  // Either the source has changed since it was read, or it counts otherwise than it lists.
  if (source !== warehouse && !(await countSource.miscounts(highWater, proof.pageSize))) return null;
  return { windows, agrees: windows.every(isEqual) && source === warehouse };
}

/** The windows of the complete read, in the place of those that led to it. */
export async function recordRecount(
  sql: TransactionSql,
  run: RunReference,
  { windows, agrees }: Recount,
): Promise<void> {
  await sql`update ops.differences set window_no = null where run_id = ${run.runId}`;
  await sql`delete from ops.proof_windows where run_id = ${run.runId}`;
  await insertWindows(sql, run.runId, windows);
  await finishProof(sql, run, "read_in_full");
  await sql`
    update ops.warehouse_state
    set counts_by_time_wrong_at = case when not ${agrees}::boolean then clock_timestamp() end`;
}
