import type { Sql, TransactionSql } from "postgres";
import type { RunReference } from "../ledger/run-reference.ts";
import type { Probe } from "../source/probe.ts";
import { chooseBoundaries } from "./boundaries.ts";
import { wholeSecond } from "./bounds.ts";
import { findCountLimit } from "./count-limit.ts";
import { type CountSource, createCountSource } from "./count-source.ts";
import { finishProof, readProof } from "./proof-state.ts";
import { insertWindows, type NewWindow, windowsBetween } from "./proof-window.ts";
import { takeSnapshot } from "./snapshot.ts";

/** After a complete read: whether the source's counts since some times are what it lists. Null: it changed meanwhile. */
export interface Recount {
  windows: NewWindow[];
  countsUpTo: number | null;
  agrees: boolean;
}

export async function recount(
  sql: Sql,
  run: RunReference,
  probe: Probe,
  pageSize: number,
): Promise<Recount | null> {
  const ended = await readProof(sql, run, pageSize);
  const [state] = await sql<{ watermark: Date | null }[]>`select watermark from ops.warehouse_state`;
  const highWater = state?.watermark ? wholeSecond(state.watermark) : null;
  const proof = { ...ended, highWater };
  const countSource = createCountSource(probe, proof.excludesUpdatedSince);
  const limit = await findCountLimit(sql, countSource, proof);
  if (!limit) return null;
  const boundaries = await chooseBoundaries(sql, { ...run, ...proof, ...limit, requested: null });
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
  const differing = boundsThatDiffer(windows);
  // Either the source has changed since it was read, or it counts otherwise than it lists.
  if (differing.length > 0 && !(await miscountsSinceAny(countSource, differing, proof.pageSize))) return null;
  return { windows, countsUpTo: limit.most, agrees: differing.length === 0 };
}

/** Times since which both sides count differently; null: the beginning. The latest, of which least is listed, first. */
const boundsThatDiffer = (windows: readonly NewWindow[]): (Date | null)[] =>
  windows
    .filter(({ differenceFrom }) => differenceFrom !== 0)
    .map(({ from }) => from)
    .toReversed();

async function miscountsSinceAny(
  countSource: CountSource,
  times: readonly (Date | null)[],
  pageSize: number,
): Promise<boolean> {
  for (const time of times) if (await countSource.miscounts(time, pageSize)) return true;
  return false;
}

/** The windows of the complete read, in the place of those that led to it. */
export async function recordRecount(
  sql: TransactionSql,
  run: RunReference,
  { windows, countsUpTo, agrees }: Recount,
): Promise<void> {
  await sql`update ops.differences set window_no = null where run_id = ${run.runId}`;
  await sql`delete from ops.proof_windows where run_id = ${run.runId}`;
  await insertWindows(sql, run.runId, windows);
  await sql`update ops.proofs set counts_up_to = ${countsUpTo} where run_id = ${run.runId}`;
  await finishProof(sql, run, "read_in_full");
  await sql`
    update ops.warehouse_state
    set counts_by_time_wrong_at = case when not ${agrees}::boolean then clock_timestamp() end`;
}
