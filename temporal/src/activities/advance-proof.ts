import { activityInfo, heartbeat } from "@temporalio/activity";
import type { TransactionSql } from "postgres";
import { joinGeneration } from "../ledger/generation.ts";
import { retryConflict } from "../ledger/retry-conflict.ts";
import type { RunReference } from "../ledger/run-reference.ts";
import { noteProgress } from "../ledger/source-waits.ts";
import { halve, isFullReadCheaper, isLarge } from "../proof/bisect.ts";
import { chooseBoundaries } from "../proof/boundaries.ts";
import type { Span } from "../proof/bounds.ts";
import { createCountSource, type SourceAnswers } from "../proof/count-source.ts";
import { countWarehouse, findMiddle } from "../proof/count-warehouse.ts";
import { planReading, unreadSlices } from "../proof/plan-reading.ts";
import {
  beginProof,
  finishProof,
  type ProofState,
  type ProofVerdict,
  readProof,
  requestsOf,
} from "../proof/proof-state.ts";
import {
  insertWindows,
  isEqual,
  type NewWindow,
  type ProofWindow,
  readWindows,
  replaceWindow,
  updateWindow,
  windowCounts,
  windowsBetween,
} from "../proof/proof-window.ts";
import { nextScrub } from "../proof/scrub.ts";
import { countListed, settleWindows } from "../proof/settle-windows.ts";
import { type Snapshot, takeSnapshot } from "../proof/snapshot.ts";
import type { ActivityDependencies } from "./dependencies.ts";
import { keepAlive } from "./keep-alive.ts";
import { probeForRun } from "./probe-for-run.ts";

export interface ProofRequest {
  /** Of a proof that is asked for: ISO 8601; null: without end. */
  requested: { from: string | null; to: string | null } | null;
  /** Finds the windows that differ, and leaves it at that. */
  dryRun: boolean;
}

/** What the run has to read before the proof goes on; none: it has ended. */
export type ProofStep = { slices: number[] } | { verdict: ProofVerdict };

/** Times that the source may have changed while it was counted, and times that windows are read, in one run. */
const MOST_DISTURBANCES = 4;
const MOST_ROUNDS = 6;

/**
 * Takes the proof by counting as far as it gets without reading: counts both sides since some times, halves what differs, has
 * small windows read, settles them, and ends with a verdict. All it knows is in the ledger, so a repeated attempt goes on.
 */
export function createAdvanceProof(dependencies: ActivityDependencies) {
  const { sql, settings } = dependencies;
  return async (run: RunReference, request: ProofRequest): Promise<ProofStep> => {
    const { attempt, heartbeatDetails } = activityInfo();
    const answers: SourceAnswers = { ...(heartbeatDetails as SourceAnswers | undefined) };
    using _alive = keepAlive(() => answers);
    if (attempt === 1) await noteProgress(sql, run.runId);
    await beginProof(sql, run);
    const proof = await readProof(sql, run, settings.SOURCE_PAGE_SIZE);
    if (proof.verdict !== "counting") return { verdict: proof.verdict };
    return proceed(run, request, proof, answers).catch((e) => { console.error("DBG", e); throw e; });
  };

  async function proceed(
    run: RunReference,
    request: ProofRequest,
    begun: ProofState,
    answers: SourceAnswers,
  ): Promise<ProofStep> {
    const { pageSize, excludesUpdatedSince, highWater } = begun;
    const countSource = createCountSource(probeForRun(dependencies, run), excludesUpdatedSince, {
      answers,
      keep: () => heartbeat(answers),
    });
    let proof = begun;
    for (;;) {
      const unread = await sql.begin((transaction) => unreadSlices(transaction, run));
      if (unread.length > 0) return { slices: unread };
      const windows = await readWindows(sql, run.runId);
      const step = await nextStep(windows);
      if (step) return step;
      proof = await readProof(sql, run, settings.SOURCE_PAGE_SIZE);
    }

    function nextStep(windows: readonly ProofWindow[]): Promise<ProofStep | null> {
      if (windows.length === 0) return countBoundaries();
      if (windows.some(({ verdict, sliceNo }) => verdict === "reading" && sliceNo !== null))
        return settle(windows);
      const differing = windows.filter(({ verdict }) => verdict === "differs");
      if (differing.length > 0) return narrow(windows, differing);
      return readOrConclude(windows);
    }

    async function snapshot(times: readonly (Date | null)[]): Promise<Snapshot | "changed" | "uncountable"> {
      const tailWasRead = proof.disturbances > 0;
      const taken = await takeSnapshot(
        { sql, countSource, highWater, excludesUpdatedSince, tailWasRead },
        times,
      );
      for (const asked of Object.keys(answers)) delete answers[asked];
      return taken;
    }

    /** @returns null: the windows are in the ledger. */
    async function countBoundaries(): Promise<ProofStep | null> {
      const requested = request.requested && {
        from: toDate(request.requested.from),
        to: toDate(request.requested.to),
      };
      const boundaries = await chooseBoundaries(sql, { ...run, highWater, requested });
      const taken = await snapshot(boundaries);
      if (taken === "uncountable") return conclude("not_countable");
      if (taken === "changed") return readTail();
      const scrub =
        request.dryRun || !highWater
          ? null
          : await nextScrub(sql, { ...run, highWater, pageSize, scrubDays: settings.SCRUB_DAYS });
      await write(async (transaction) => {
        await insertWindows(transaction, run.runId, windowsBetween(boundaries, taken, highWater));
        const [whole] = taken.counts;
        await transaction`
          update ops.proofs set source_records = ${whole?.source ?? 0}, warehouse_records = ${whole?.warehouse ?? 0}
          where run_id = ${run.runId}`;
        if (!scrub) return;
        await insertWindows(transaction, run.runId, [scrub.window]);
        await transaction`update ops.proofs set scrubbed_to = ${scrub.scrubbedTo} where run_id = ${run.runId}`;
      });
      return null;
    }

    /** What the source has changed since it was read is an incremental reading, as any other. */
    async function readTail(): Promise<ProofStep> {
      if (proof.disturbances >= MOST_DISTURBANCES) return conclude("being_checked");
      const slices = await write(async (transaction) => {
        await transaction`update ops.proofs set disturbances = disturbances + 1 where run_id = ${run.runId}`;
        return planReading(transaction, run, [{ from: highWater, to: null, expectedRecords: 0 }]);
      });
      return { slices };
    }

    /** Halves the large windows that differ. */
    async function narrow(
      windows: readonly ProofWindow[],
      differing: readonly ProofWindow[],
    ): Promise<ProofStep | null> {
      if (!request.dryRun && isFullReadCheaper(differing, proof.sourceRecords ?? 0, pageSize))
        return conclude("read_in_full");
      const large = differing.filter((window) => isLarge(window, pageSize));
      const middles = await findMiddles(large);
      if (middles.length === 0)
        return request.dryRun ? conclude("being_checked") : readWindowsOutright(windows);
      if ((await requestsOf(sql, run)) >= settings.PROOF_MAX_REQUESTS) return conclude("being_checked");
      const taken = await snapshot(middles.map(({ middle }) => middle));
      if (taken === "uncountable") return conclude("not_countable");
      if (taken === "changed") return readTail();
      const halves = await Promise.all(
        middles.map(async ({ window, middle }, index) => {
          const [from = 0, at = 0, to = 0] = await countWarehouse(
            sql,
            [window.from, middle, ...(window.to ? [window.to] : [])],
            excludesUpdatedSince,
          );
          const counts = taken.counts[index] ?? { source: 0, warehouse: 0 };
          return { window, halves: halve(window, middle, counts, [from - at, at - to]) };
        }),
      );
      await write(async (transaction) => {
        for (const { window, halves: two } of halves)
          await replaceWindow(transaction, run.runId, window.windowNo, two);
      });
      return null;
    }

    async function findMiddles(
      windows: readonly ProofWindow[],
    ): Promise<{ window: ProofWindow; middle: Date }[]> {
      const found = await Promise.all(
        windows.map(async (window) => ({
          window,
          middle: await findMiddle(sql, window, excludesUpdatedSince),
        })),
      );
      return found.flatMap(({ window, middle }) => (middle ? [{ window, middle }] : []));
    }

    /** @returns null when as many rounds as a run may take have been taken: what is left is unsettled. */
    async function readWindowsOutright(windows: readonly ProofWindow[]): Promise<ProofStep | null> {
      const due = windows.filter(
        ({ verdict, sliceNo }) => verdict === "differs" || (verdict === "reading" && sliceNo === null),
      );
      if (proof.rounds >= MOST_ROUNDS) {
        await write((transaction) => setVerdict(transaction, due, "unsettled"));
        return null;
      }
      const slices = await write(async (transaction) => {
        const planned = await planReading(
          transaction,
          run,
          due.map((window) => ({ ...window, expectedRecords: window.sourceRecords })),
        );
        for (const [index, { windowNo }] of due.entries())
          await transaction`
            update ops.proof_windows set verdict = 'reading', slice_no = ${planned[index] ?? null}
            where run_id = ${run.runId} and window_no = ${windowNo}`;
        await transaction`update ops.proofs set rounds = rounds + 1 where run_id = ${run.runId}`;
        return planned;
      });
      return { slices };
    }

    const setVerdict = (
      transaction: TransactionSql,
      windows: readonly ProofWindow[],
      verdict: ProofWindow["verdict"],
    ) => transaction`
      update ops.proof_windows set verdict = ${verdict}
      where run_id = ${run.runId} and window_no = any(${windows.map(({ windowNo }) => windowNo)})`;

    /** Believes a window's reading when the source, asked again, counts as many entries there as it listed. */
    async function settle(windows: readonly ProofWindow[]): Promise<ProofStep | null> {
      const reading = windows.filter(({ verdict, sliceNo }) => verdict === "reading" && sliceNo !== null);
      const read = await sql.begin((transaction) => countListed(transaction, run, excludesUpdatedSince));
      const byNumber = new Map(read.map((window) => [window.windowNo, window]));
      // A window of the rotation that lists all that bronze has there needs no count.
      const isPlain = ({ windowNo, origin }: ProofWindow) =>
        origin === "scrub" && byNumber.get(windowNo)?.unlisted === 0;
      const counted = reading.filter((window) => !isPlain(window));
      const times = [
        ...new Set(counted.flatMap(({ from, to }) => [from, to]).map((time) => time?.getTime() ?? null)),
      ];
      const bounds = times.map((time) => (time === null ? null : new Date(time)));
      const taken = counted.length > 0 ? await snapshot(bounds) : null;
      if (taken === "uncountable") return conclude("not_countable");
      if (taken === "changed") return readTail();
      const sourceSince = (time: Date | null) =>
        taken?.counts[times.indexOf(time?.getTime() ?? null)]?.source ?? 0;
      const sourceIn = ({ from, to }: Span) => sourceSince(from) - (to ? sourceSince(to) : 0);
      const confirmed = reading.filter(
        (window) => isPlain(window) || byNumber.get(window.windowNo)?.listed === sourceIn(window),
      );
      await write(async (transaction) => {
        const { toRead } = await settleWindows(
          transaction,
          run,
          confirmed.map(({ windowNo }) => windowNo),
          excludesUpdatedSince,
        );
        for (const window of counted)
          await recount(transaction, window, sourceSince, confirmed.includes(window));
        await setVerdict(transaction, reading.filter(isPlain), "equal");
        await insertWindows(transaction, run.runId, await earlierEntries(transaction, toRead));
      });
      return null;
    }

    async function recount(
      transaction: TransactionSql,
      window: ProofWindow,
      sourceSince: (time: Date | null) => number,
      isConfirmed: boolean,
    ): Promise<void> {
      const [from = 0, to = 0] = await countWarehouse(
        transaction,
        [window.from, ...(window.to ? [window.to] : [])],
        excludesUpdatedSince,
      );
      const counts = windowCounts(
        { source: sourceSince(window.from), warehouse: from },
        window.to && { source: sourceSince(window.to), warehouse: to },
      );
      const settled = isConfirmed && isEqual(counts);
      const differed = !isEqual(window);
      await updateWindow(
        transaction,
        run.runId,
        window.windowNo,
        counts,
        settled ? (differed ? "healed" : "equal") : "differs",
      );
      // What explains nothing is read again in another round, with a slice of its own.
      if (!settled)
        await transaction`
          update ops.proof_windows set slice_no = null where run_id = ${run.runId} and window_no = ${window.windowNo}`;
    }

    async function earlierEntries(transaction: TransactionSql, spans: readonly Span[]): Promise<NewWindow[]> {
      return Promise.all(
        spans.map(async (span) => {
          const [from = 0, to = 0] = await countWarehouse(
            transaction,
            [span.from, span.to],
            excludesUpdatedSince,
          );
          const records = from - to;
          return {
            ...span,
            origin: "earlier_entry",
            verdict: "reading",
            sourceRecords: records,
            warehouseRecords: records,
            differenceFrom: 0,
            differenceTo: 0,
          };
        }),
      );
    }

    async function readOrConclude(windows: readonly ProofWindow[]): Promise<ProofStep | null> {
      if (windows.some(({ verdict }) => verdict === "reading")) return readWindowsOutright(windows);
      const unsettled = windows.filter(({ verdict }) => verdict === "unsettled");
      if (unsettled.length === 0) return conclude("proved");
      return conclude(unsettled.some((window) => !isEqual(window)) ? "read_in_full" : "being_checked");
    }

    async function conclude(verdict: ProofVerdict): Promise<ProofStep> {
      await write((transaction) => finishProof(transaction, run, verdict));
      return { verdict };
    }

    function write<T>(work: (transaction: TransactionSql) => Promise<T>) {
      return retryConflict(() =>
        sql.begin(async (transaction) => {
          await joinGeneration(transaction, run.generation);
          return work(transaction);
        }),
      );
    }
  }
}

const toDate = (instant: string | null): Date | null => (instant === null ? null : new Date(instant));
