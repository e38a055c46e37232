import type { Sql, TransactionSql } from "postgres";
import type { RunReference } from "../ledger/run-reference.ts";
import type { Probe } from "../source/probe.ts";
import { failed } from "../source/source-client.ts";
import { chooseBoundaries } from "./boundaries.ts";
import { wholeSecond } from "./bounds.ts";
import { createCountSource } from "./count-source.ts";
import { finishProof, type ProofState, readProof } from "./proof-state.ts";
import { insertWindows, type NewWindow, windowsBetween } from "./proof-window.ts";
import { takeSnapshot } from "./snapshot.ts";

const SECOND_MS = 1_000;

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
  const taken = await takeSnapshot(
    {
      sql,
      countSource: createCountSource(probe, proof.excludesUpdatedSince),
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
  if (differing.length > 0 && !(await miscountsSinceAny(probe, differing, proof))) return null;
  return { windows, agrees: differing.length === 0 };
}

/** Times since which both sides count differently; null: the beginning. The latest, of which least is listed, first. */
const boundsThatDiffer = (windows: readonly NewWindow[]): (Date | null)[] =>
  windows
    .filter(({ differenceFrom }) => differenceFrom !== 0)
    .map(({ from }) => from)
    .toReversed();

async function miscountsSinceAny(
  probe: Probe,
  times: readonly (Date | null)[],
  proof: ProofState,
): Promise<boolean> {
  for (const time of times) if (await miscountsSince(probe, time, proof)) return true;
  return false;
}

/** Whether the source's list since a time does not end where its count says. */
async function miscountsSince(
  probe: Probe,
  time: Date | null,
  { pageSize, excludesUpdatedSince }: ProofState,
): Promise<boolean> {
  const updatedSince = time && excludesUpdatedSince ? new Date(time.getTime() - SECOND_MS) : time;
  const counted = await probe({ page: 1, limit: 1, updatedSince });
  if (failed(counted)) return false;
  const total = counted.meta.totalItems ?? 0;
  const full = Math.floor(total / pageSize);
  // The page with the rest, and the last full one.
  for (const page of full > 0 ? [full + 1, full] : [1]) {
    const fetched = await probe({ page, limit: pageSize, updatedSince });
    if (failed(fetched)) return false;
    // Of the same answer: the source may have changed since the one before.
    const beyond = (fetched.meta.totalItems ?? total) - (page - 1) * pageSize;
    if (fetched.records.length !== Math.max(0, Math.min(beyond, pageSize))) return true;
  }
  return false;
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
