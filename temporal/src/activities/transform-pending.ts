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

/** Turns pending batches into gold, one transaction after the other, for one time box. */
export function createTransformPending({ sql, settings }: ActivityDependencies) {
  return async (run: RunReference): Promise<Transformation> => {
    const deadline = performance.now() + settings.ACTIVITY_TIME_BOX_MS;
    const total: Transformation = {
      finished: false,
      batches: 0,
      versions: 0,
      inserted: 0,
      updated: 0,
      rejected: 0,
    };
    while (!total.finished && performance.now() < deadline) {
      cancellationSignal().throwIfAborted();
      const transformed = await transformOnce(run);
      total.finished = transformed.batches === 0;
      total.batches += transformed.batches;
      total.versions += transformed.versions;
      total.inserted += transformed.inserted;
      total.updated += transformed.updated;
      total.rejected += transformed.rejected;
      // An activity that ends now reports by ending: an idle run has no action to spare.
      if (!total.finished) heartbeat(total);
    }
    return total;
  };

  function transformOnce(run: RunReference): Promise<TransformedBatches> {
    return retryConflict(() =>
      sql.begin(async (transaction) => {
        const started = performance.now();
        await joinGeneration(transaction, run.generation);
        const transformed = await transformBatches(transaction, run);
        if (transformed.batches > 0)
          await ledgerTransformation(transaction, run, transformed, performance.now() - started);
        return transformed;
      }),
    );
  }
}
