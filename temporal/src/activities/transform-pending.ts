import { cancellationSignal, heartbeat } from "@temporalio/activity";
import { type TransformedBatches, transformBatches } from "../gold/transform-batches.ts";
import { joinGeneration } from "../ledger/generation.ts";
import { ledgerTransformation } from "../ledger/ledger-transformation.ts";
import { retryConflict } from "../ledger/retry-conflict.ts";
import type { RunReference } from "../ledger/run-reference.ts";
import type { ActivityDependencies } from "./dependencies.ts";

export interface Transformation extends TransformedBatches {
  /** False: the time box ended first. */
  finished: boolean;
}

/** Turns pending batches into gold for one time box, in several transactions at once: one session cannot use two cores. */
export function createTransformPending({ sql, settings }: ActivityDependencies) {
  return async (run: RunReference): Promise<Transformation> => {
    const deadline = performance.now() + settings.ACTIVITY_TIME_BOX_MS;
    const total: TransformedBatches = { batches: 0, versions: 0, inserted: 0, updated: 0, rejected: 0 };
    let failed = false;

    /** One transaction after the other. @returns whether it found nothing more to do. */
    async function transformOn(): Promise<boolean> {
      while (!failed && performance.now() < deadline) {
        cancellationSignal().throwIfAborted();
        const transformed = await transformOnce(run);
        if (transformed.batches === 0) return true;
        add(total, transformed);
        heartbeat(total);
      }
      return false;
    }
    const lanes = Array.from({ length: settings.MAX_PARALLEL_TRANSFORMS }, () =>
      transformOn().catch((error: unknown) => {
        failed = true;
        throw error;
      }),
    );
    // The others end their transactions first: an activity that failed must not go on working.
    await Promise.allSettled(lanes);
    const finished = (await Promise.all(lanes)).every(Boolean);
    return { ...total, finished };
  };

  function transformOnce(run: RunReference): Promise<TransformedBatches> {
    return retryConflict(() =>
      sql.begin(async (transaction) => {
        const started = performance.now();
        await joinGeneration(transaction, run.generation);
        const transformed = await transformBatches(transaction, run, {
          earliestPlausible: settings.EARLIEST_PLAUSIBLE_DATE,
        });
        if (transformed.batches > 0)
          await ledgerTransformation(transaction, run, transformed, performance.now() - started);
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
