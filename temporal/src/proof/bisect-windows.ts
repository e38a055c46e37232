import { affordable, isFullReadCheaper, isLarge } from "./bisection-cost.ts";
import { countBothSides, isStep } from "./count-both-sides.ts";
import { countWarehouse, findMiddle } from "./count-warehouse.ts";
import { planWindowReads } from "./plan-window-reads.ts";
import { conclude, inTransaction, type ProofContext, type ProofStep } from "./proof-context.ts";
import { countRequests } from "./proof-state.ts";
import { isEqual, type NewWindow, type ProofWindow, replaceWindow } from "./proof-window.ts";
import { type BothCounts, NO_RECORDS } from "./snapshot.ts";
import type { Span } from "./span.ts";

interface Cut {
  window: ProofWindow;
  middle: Date;
}

/**
 * Bisects all large windows that differ. If none is large, it has the small ones read. Windows that would need more requests than the run has
 * left are left to the next run.
 */
export async function bisectWindows(
  context: ProofContext,
  windows: readonly ProofWindow[],
): Promise<ProofStep | null> {
  const { sql, run, proof, dryRun, maxRequests } = context;
  const differing = windows.filter(({ verdict }) => verdict === "differs");
  const countsAll = proof.countsUpTo === null;
  if (!dryRun && countsAll && isFullReadCheaper(differing, proof.sourceRecords ?? 0, proof.pageSize))
    return conclude(context, "read_in_full");
  const chosen = affordable(differing, maxRequests - (await countRequests(sql, run)), proof.pageSize);
  const cuts = await findCuts(
    context,
    chosen.filter((window) => isLarge(window, proof.pageSize)),
  );
  if (cuts.length === 0) {
    const due = [...chosen, ...windows.filter(({ verdict }) => verdict === "reading")];
    return dryRun || due.length === 0 ? conclude(context, "being_checked") : planWindowReads(context, due);
  }
  const counted = await countBothSides(
    context,
    cuts.map(({ middle }) => middle),
  );
  if (isStep(counted)) return counted;
  const halves = await Promise.all(cuts.map((cut, index) => bisect(context, cut, counted.counts[index])));
  await inTransaction(context, async (transaction) => {
    for (const [index, { window }] of cuts.entries())
      await replaceWindow(transaction, run.runId, window.windowNo, halves[index] ?? []);
  });
  return null;
}

/** Windows without a middle, such as those of one second, are left out. */
async function findCuts({ sql, proof }: ProofContext, windows: readonly ProofWindow[]): Promise<Cut[]> {
  const found = await Promise.all(
    windows.map(async (window) => ({
      window,
      middle: await findMiddle(sql, window, proof.excludesUpdatedSince),
    })),
  );
  return found.flatMap(({ window, middle }) => (middle ? [{ window, middle }] : []));
}

/**
 * The differences of source and warehouse since the window's bounds stay valid if records moved between the counts of the bounds and the
 * count of the middle. So the source's counts of both halves are derived from the differences.
 *
 * @param atMiddle both counts since the middle
 */
async function bisect(
  { sql, proof }: ProofContext,
  { window, middle }: Cut,
  atMiddle: BothCounts = NO_RECORDS,
): Promise<NewWindow[]> {
  const { from, to, differenceFrom, differenceTo } = window;
  const [both = 0, later = 0] = await countWarehouse(sql, [from, middle], proof.excludesUpdatedSince, to);
  const difference = atMiddle.source - atMiddle.warehouse;
  return [
    half({ from, to: middle }, both - later, differenceFrom, difference),
    half({ from: middle, to }, later, difference, differenceTo),
  ];
}

function half(span: Span, warehouseRecords: number, differenceFrom: number, differenceTo: number): NewWindow {
  const counts = {
    warehouseRecords,
    sourceRecords: warehouseRecords + differenceFrom - differenceTo,
    differenceFrom,
    differenceTo,
  };
  return { ...span, ...counts, origin: "half", verdict: isEqual(counts) ? "equal" : "differs" };
}
