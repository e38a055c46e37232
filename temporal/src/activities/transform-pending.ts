import { cancellationSignal, heartbeat, sleep } from "@temporalio/activity";
import { type TransformedBatches, transformBatches } from "../gold/transform-batches.ts";
import { assertGeneration } from "../ledger/generation.ts";
import { recordTransformation } from "../ledger/record-transformation.ts";
import { retryConflict } from "../ledger/retry-conflict.ts";
import type { RunReference } from "../ledger/run-reference.ts";
import type { ActivityDependencies } from "./dependencies.ts";
import { keepAlive } from "./keep-alive.ts";

export interface Transformation extends TransformedBatches {
  /** False: the time box ended first. */
  finished: boolean;
}

/** Poll interval for new batches while slices are being read; in milliseconds. */
const FOLLOW_INTERVAL_MS = 250;

/**
 * Transforms pending batches into gold for one time box, in several parallel transactions, since one session uses one core.
 *
 * @param follow continue, in one transaction at a time, until the run's slices are finished; the rest is left to parallel transactions
 */
export function createTransformPending({ sql, settings }: ActivityDependencies) {
  return async (run: RunReference, { follow }: { follow: boolean }): Promise<Transformation> => {
    using _alive = keepAlive();
    const deadline = performance.now() + settings.ACTIVITY_TIME_BOX_MS;
    const total: TransformedBatches = { batches: 0, versions: 0, inserted: 0, updated: 0, rejected: 0 };
    let failed = false;

    /** Runs transactions in sequence. @returns whether nothing is left to do. */
    async function transformUntilDone(): Promise<boolean> {
      do {
        cancellationSignal().throwIfAborted();
        const transformed = await transformOnce(run);
        add(total, transformed);
        heartbeat(total);
        if (follow ? !(await isReading(run)) : transformed.batches === 0) return true;
        if (transformed.batches === 0) await sleep(FOLLOW_INTERVAL_MS);
      } while (!failed && performance.now() < deadline);
      return false;
    }
    const workers = Array.from({ length: follow ? 1 : settings.MAX_PARALLEL_TRANSFORMS }, () =>
      transformUntilDone().catch((error: unknown) => {
        failed = true;
        throw error;
      }),
    );
    // Wait for the others: a failed activity must not keep writing.
    await Promise.allSettled(workers);
    const finished = (await Promise.all(workers)).every(Boolean);
    return { ...total, finished };
  };

  async function isReading(run: RunReference): Promise<boolean> {
    const unfinished =
      await sql`select from ops.slices where run_id = ${run.runId} and finished_at is null limit 1`;
    return unfinished.length > 0;
  }

  function transformOnce(run: RunReference): Promise<TransformedBatches> {
    return retryConflict(() =>
      sql.begin(async (transaction) => {
        const started = performance.now();
        await assertGeneration(transaction, run.generation);
        const transformed = await transformBatches(transaction, run, {
          earliestPlausible: settings.EARLIEST_PLAUSIBLE_DATE,
        });
        if (transformed.batches > 0)
          await recordTransformation(transaction, run, transformed, performance.now() - started);
        return transformed;
      }),
    );
  }
}

function add(total: TransformedBatches, transformed: TransformedBatches): void {
  total.batches += transformed.batches;
  total.versions += transformed.versions;
  total.inserted += transformed.inserted;
  total.updated += transformed.updated;
  total.rejected += transformed.rejected;
}
