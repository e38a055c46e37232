import type { TransactionSql } from "postgres";
import { countBothSides, isStep } from "./count-both-sides.ts";
import { countWarehouse } from "./count-warehouse.ts";
import { countListedByWindow } from "./listed-entries.ts";
import { conclude, inTransaction, type ProofContext, type ProofStep } from "./proof-context.ts";
import {
  insertWindows,
  isEqual,
  type NewWindow,
  type ProofWindow,
  setVerdict,
  updateWindow,
  wasRead,
  windowCounts,
  windowToRead,
} from "./proof-window.ts";
import { resolveWindows } from "./resolve-windows.ts";
import type { Snapshot } from "./snapshot.ts";
import type { Span } from "./span.ts";

/**
 * Counts the windows that were read again. A window is confirmed if the source counts as many entries as it listed; then it is resolved.
 * Windows that are not confirmed, or still differ, are read again.
 */
export async function confirmWindows(
  context: ProofContext,
  windows: readonly ProofWindow[],
): Promise<ProofStep | null> {
  const { sql, run, proof } = context;
  const entries = await sql.begin((transaction) =>
    countListedByWindow(transaction, run, proof.excludesUpdatedSince),
  );
  const entriesOf = new Map(entries.map((window) => [window.windowNo, window]));
  // A scrub that listed all records of bronze needs no count.
  const isPlain = ({ windowNo, origin }: ProofWindow) =>
    origin === "scrub" && entriesOf.get(windowNo)?.unlisted === 0;
  const read = windows.filter(wasRead);
  const plain = read.filter(isPlain);
  const counted = read.filter((window) => !isPlain(window));
  const bounds = distinctBounds(counted);
  const snapshot = bounds.length > 0 ? await countBothSides(context, bounds) : null;
  if (snapshot && isStep(snapshot)) return snapshot;
  const sourceSince = sourceCounts(bounds, snapshot);
  const exceedsLimit = ({ from }: Span) => proof.countsUpTo !== null && sourceSince(from) >= proof.countsUpTo;
  // Without a count, only a complete read shows that a record is gone.
  if (counted.some(exceedsLimit)) return conclude(context, "read_in_full");
  const confirmed = counted.filter(
    ({ windowNo, from, to }) =>
      entriesOf.get(windowNo)?.listed === sourceSince(from) - (to ? sourceSince(to) : 0),
  );
  await inTransaction(context, async (transaction) => {
    const spansToRead = await resolveWindows(
      transaction,
      run,
      [...plain, ...confirmed].map(({ windowNo }) => windowNo),
      proof.excludesUpdatedSince,
    );
    for (const window of counted)
      await updateCounts(transaction, context, window, sourceSince, confirmed.includes(window));
    await setVerdict(transaction, run.runId, plain, "equal");
    await insertWindows(transaction, run.runId, await earlierEntries(transaction, context, spansToRead));
  });
  return null;
}

const keyOf = (time: Date | null): number | null => time?.getTime() ?? null;

function distinctBounds(windows: readonly Span[]): (Date | null)[] {
  const bounds = windows.flatMap(({ from, to }) => (to ? [from, to] : [from]));
  return [...new Map(bounds.map((time) => [keyOf(time), time])).values()];
}

function sourceCounts(bounds: readonly (Date | null)[], snapshot: Snapshot | null) {
  const counts = new Map(bounds.map((time, index) => [keyOf(time), snapshot?.counts[index]?.source ?? 0]));
  return (time: Date | null): number => counts.get(keyOf(time)) ?? 0;
}

async function updateCounts(
  sql: TransactionSql,
  { run, proof }: ProofContext,
  window: ProofWindow,
  sourceSince: (time: Date | null) => number,
  isConfirmed: boolean,
): Promise<void> {
  const times = [window.from, ...(window.to ? [window.to] : [])];
  const [from = 0, to = 0] = await countWarehouse(sql, times, proof.excludesUpdatedSince);
  const counts = windowCounts(
    { source: sourceSince(window.from), warehouse: from },
    window.to && { source: sourceSince(window.to), warehouse: to },
  );
  const isResolved = isConfirmed && isEqual(counts);
  const resolved = isEqual(window) ? "equal" : "healed";
  await updateWindow(sql, run.runId, window.windowNo, counts, isResolved ? resolved : "differs");
}

/** Windows for single seconds in which a record may also be listed. They are read whatever their counts say. */
const earlierEntries = (
  sql: TransactionSql,
  { proof }: ProofContext,
  spans: readonly Span[],
): Promise<NewWindow[]> =>
  Promise.all(
    spans.map(async (span) => {
      const [from = 0, to = 0] = await countWarehouse(sql, [span.from, span.to], proof.excludesUpdatedSince);
      return windowToRead(span, "earlier_entry", from - to);
    }),
  );
