import { affordable, halve, isFullReadCheaper, isLarge } from "./bisect.ts";
import { countWarehouse, findMiddle } from "./count-warehouse.ts";
import { requestsOf } from "./proof-state.ts";
import { type NewWindow, type ProofWindow, replaceWindow } from "./proof-window.ts";
import { conclude, isStep, type ProofStep, type Proving, snapshotOr, write } from "./proving.ts";
import { readOutright } from "./read-outright.ts";
import type { BothCounts } from "./snapshot.ts";

interface Cut {
  window: ProofWindow;
  middle: Date;
}

/**
 * Halves each large window that differs, all of them at once; reads the small ones when none is large any more. What the
 * requests do not suffice for is left to the next run.
 */
export async function narrowWindows(
  proving: Proving,
  windows: readonly ProofWindow[],
): Promise<ProofStep | null> {
  const { sql, run, proof, dryRun, maxRequests } = proving;
  const differing = windows.filter(({ verdict }) => verdict === "differs");
  const countsAll = proof.countsUpTo === null;
  if (!dryRun && countsAll && isFullReadCheaper(differing, proof.sourceRecords ?? 0, proof.pageSize))
    return conclude(proving, "read_in_full");
  const chosen = affordable(differing, maxRequests - (await requestsOf(sql, run)), proof.pageSize);
  const cuts = await findCuts(
    proving,
    chosen.filter((window) => isLarge(window, proof.pageSize)),
  );
  if (cuts.length === 0) {
    const due = [...chosen, ...windows.filter(({ verdict }) => verdict === "reading")];
    return dryRun || due.length === 0 ? conclude(proving, "being_checked") : readOutright(proving, due);
  }
  const taken = await snapshotOr(
    proving,
    cuts.map(({ middle }) => middle),
  );
  if (isStep(taken)) return taken;
  const halves = await Promise.all(cuts.map((cut, index) => halvesOf(proving, cut, taken.counts[index])));
  await write(proving, async (transaction) => {
    for (const [index, { window }] of cuts.entries())
      await replaceWindow(transaction, run.runId, window.windowNo, halves[index] ?? []);
  });
  return null;
}

async function findCuts({ sql, proof }: Proving, windows: readonly ProofWindow[]): Promise<Cut[]> {
  const found = await Promise.all(
    windows.map(async (window) => ({
      window,
      middle: await findMiddle(sql, window, proof.excludesUpdatedSince),
    })),
  );
  return found.flatMap(({ window, middle }) => (middle ? [{ window, middle }] : []));
}

async function halvesOf(
  { sql, proof }: Proving,
  { window, middle }: Cut,
  atMiddle: BothCounts = { source: 0, warehouse: 0 },
): Promise<NewWindow[]> {
  const times = [window.from, middle];
  const [both = 0, later = 0] = await countWarehouse(sql, times, proof.excludesUpdatedSince, window.to);
  return halve(window, middle, atMiddle, [both - later, later]);
}
