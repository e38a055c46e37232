import type { TransactionSql } from "postgres";
import type { Span } from "./bounds.ts";
import { countWarehouse } from "./count-warehouse.ts";
import {
  insertWindows,
  isEqual,
  type NewWindow,
  type ProofWindow,
  setVerdict,
  updateWindow,
  windowCounts,
} from "./proof-window.ts";
import { conclude, isStep, type ProofStep, type Proving, snapshotOr, write } from "./proving.ts";
import { countListed, settleWindows } from "./settle-windows.ts";
import type { Snapshot } from "./snapshot.ts";

/**
 * Believes what a window's reading listed when the source, asked again, counts as many entries there, and settles it. A window
 * that is not believed, or still differs, is read again.
 */
export async function confirmWindows(
  proving: Proving,
  windows: readonly ProofWindow[],
): Promise<ProofStep | null> {
  const { sql, run, proof } = proving;
  const reading = windows.filter(({ verdict, sliceNo }) => verdict === "reading" && sliceNo !== null);
  const read = await sql.begin((transaction) => countListed(transaction, run, proof.excludesUpdatedSince));
  const byNumber = new Map(read.map((window) => [window.windowNo, window]));
  // A window of the rotation that lists all that bronze has there needs no count.
  const [plain, counted] = partition(
    reading,
    ({ windowNo, origin }) => origin === "scrub" && byNumber.get(windowNo)?.unlisted === 0,
  );
  const bounds = distinctBounds(counted);
  const taken = bounds.length > 0 ? await snapshotOr(proving, bounds) : null;
  if (taken && isStep(taken)) return taken;
  const sourceSince = countsByBound(bounds, taken);
  const isBeyondLimit = ({ from }: Span) =>
    proof.countsUpTo !== null && sourceSince(from) >= proof.countsUpTo;
  // Where the source does not count, only a complete read tells that something is gone.
  if (counted.some(isBeyondLimit)) return conclude(proving, "read_in_full");
  const isBelieved = ({ windowNo, from, to }: ProofWindow) =>
    byNumber.get(windowNo)?.listed === sourceSince(from) - (to ? sourceSince(to) : 0);
  const believed = counted.filter(isBelieved);
  await write(proving, async (transaction) => {
    const { toRead } = await settleWindows(
      transaction,
      run,
      [...plain, ...believed].map(({ windowNo }) => windowNo),
      proof.excludesUpdatedSince,
    );
    for (const window of counted)
      await recount(transaction, proving, window, sourceSince, believed.includes(window));
    await setVerdict(transaction, run.runId, plain, "equal");
    await insertWindows(transaction, run.runId, await earlierEntries(transaction, proving, toRead));
  });
  return null;
}

function partition<T>(items: readonly T[], belongs: (item: T) => boolean): [T[], T[]] {
  return [items.filter(belongs), items.filter((item) => !belongs(item))];
}

const keyOf = (time: Date | null): number | null => time?.getTime() ?? null;

function distinctBounds(windows: readonly Span[]): (Date | null)[] {
  const bounds = windows.flatMap(({ from, to }) => (to ? [from, to] : [from]));
  return [...new Map(bounds.map((time) => [keyOf(time), time])).values()];
}

function countsByBound(bounds: readonly (Date | null)[], taken: Snapshot | null) {
  const counts = new Map(bounds.map((time, index) => [keyOf(time), taken?.counts[index]?.source ?? 0]));
  return (time: Date | null): number => counts.get(keyOf(time)) ?? 0;
}

async function recount(
  sql: TransactionSql,
  { run, proof }: Proving,
  window: ProofWindow,
  sourceSince: (time: Date | null) => number,
  isBelieved: boolean,
): Promise<void> {
  const times = [window.from, ...(window.to ? [window.to] : [])];
  const [from = 0, to = 0] = await countWarehouse(sql, times, proof.excludesUpdatedSince);
  const counts = windowCounts(
    { source: sourceSince(window.from), warehouse: from },
    window.to && { source: sourceSince(window.to), warehouse: to },
  );
  const isSettled = isBelieved && isEqual(counts);
  const settled = isEqual(window) ? "equal" : "healed";
  await updateWindow(sql, run.runId, window.windowNo, counts, isSettled ? settled : "differs");
}

/** Windows around single times: whatever they count, they are read. */
const earlierEntries = (
  sql: TransactionSql,
  { proof }: Proving,
  spans: readonly Span[],
): Promise<NewWindow[]> =>
  Promise.all(
    spans.map(async (span) => {
      const [from = 0, to = 0] = await countWarehouse(sql, [span.from, span.to], proof.excludesUpdatedSince);
      return {
        ...span,
        origin: "earlier_entry",
        verdict: "reading",
        sourceRecords: from - to,
        warehouseRecords: from - to,
        differenceFrom: 0,
        differenceTo: 0,
      };
    }),
  );
