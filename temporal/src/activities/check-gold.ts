import { activityInfo, cancellationSignal } from "@temporalio/activity";
import { findDifferingRanges } from "../gold/find-differing-ranges.ts";
import { findDifferingRecords } from "../gold/find-differing-records.ts";
import { EVERYTHING, firstPart } from "../gold/key-range.ts";
import { type GoldRepair, repairGold } from "../gold/repair-gold.ts";
import type { RepairScope } from "../gold/repair-scope.ts";
import { assertGeneration } from "../ledger/generation.ts";
import { retryConflict } from "../ledger/retry-conflict.ts";
import type { RunReference } from "../ledger/run-reference.ts";
import { noteProgress } from "../ledger/source-waits.ts";
import { beginProof } from "../proof/proof-state.ts";
import { GOLD_RECORDS_AT_ONCE, readGoldPosition, recordGoldCheck } from "../proof/record-gold-check.ts";
import type { ActivityDependencies } from "./dependencies.ts";
import { keepAlive } from "./keep-alive.ts";

export interface GoldCheck {
  /** False: the time box ended first. */
  finished: boolean;
}

/**
 * Compares gold with bronze: everything by counts and checksums of versions, and a part, in rotation, field by field. Rows that
 * differ are rebuilt from bronze.
 *
 * @param everything rebuild and compare every record, over several time boxes if needed
 */
export function createCheckGold({ sql, settings }: ActivityDependencies) {
  return async (run: RunReference, { everything }: { everything: boolean }): Promise<GoldCheck> => {
    using _alive = keepAlive();
    const deadline = performance.now() + settings.ACTIVITY_TIME_BOX_MS;
    if (activityInfo().attempt === 1) await noteProgress(sql, run.runId);
    await beginProof(sql, run);
    if (!everything) await repairDiffering(run);
    let isThrough: boolean;
    do {
      cancellationSignal().throwIfAborted();
      isThrough = await checkNextPart(run, everything);
    } while (everything && !isThrough && performance.now() < deadline);
    return { finished: !everything || isThrough };
  };

  async function repairDiffering(run: RunReference): Promise<void> {
    for (const range of await findDifferingRanges(sql)) {
      let after = range.after;
      let keys: string[];
      do {
        cancellationSignal().throwIfAborted();
        keys = await findDifferingRecords(sql, { ...range, after }, GOLD_RECORDS_AT_ONCE);
        if (keys.length > 0) await repair(run, { keys }, null);
        after = keys.at(-1) ?? after;
      } while (keys.length === GOLD_RECORDS_AT_ONCE);
    }
  }

  /** @returns whether the last record has been reached. */
  async function checkNextPart(run: RunReference, everything: boolean): Promise<boolean> {
    const after = await readGoldPosition(sql, run, everything);
    const part = await firstPart(sql, { ...EVERYTHING, after }, GOLD_RECORDS_AT_ONCE);
    await repair(run, part, part.to);
    return part.to === null;
  }

  /** @param checkedTo the position of the rotation; null: it starts over or is not involved */
  function repair(run: RunReference, scope: RepairScope, checkedTo: string | null): Promise<GoldRepair> {
    return retryConflict(() =>
      sql.begin(async (transaction) => {
        await assertGeneration(transaction, run.generation);
        const repaired = await repairGold(transaction, run, scope, {
          earliestPlausible: settings.EARLIEST_PLAUSIBLE_DATE,
        });
        await recordGoldCheck(transaction, run, repaired, "keys" in scope ? undefined : checkedTo);
        return repaired;
      }),
    );
  }
}
