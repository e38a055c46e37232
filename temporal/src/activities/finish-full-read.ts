import { activityInfo } from "@temporalio/activity";
import type { TransactionSql } from "postgres";
import { advanceWatermark, resetWatermark } from "../bronze/advance-watermark.ts";
import {
  applyRollbacks,
  correctTimes,
  forgetDuplicates,
  markDeleted,
  type Pass,
  type PassFigures,
  readPass,
  replaceDuplicates,
  requeueLostFromGold,
  seenInNoPass,
  seenUnchanged,
} from "../bronze/full-read.ts";
import { recordFullRead } from "../bronze/record-full-read.ts";
import { MAX_IDS } from "../ledger/findings.ts";
import { assertGeneration } from "../ledger/generation.ts";
import type { RunReference } from "../ledger/run-reference.ts";
import { noteProgress } from "../ledger/source-waits.ts";
import { recordFullReadDifferences } from "../proof/record-full-read-differences.ts";
import { totalRecords } from "../source/count-records.ts";
import type { ActivityDependencies } from "./dependencies.ts";
import { keepAlive } from "./keep-alive.ts";
import { probeForRun } from "./probe-for-run.ts";

export interface FullReadResult {
  /** False: another pass is needed. */
  complete: boolean;
}

/** A pass that would delete more than this share of all records must be confirmed by a second one. */
const MAX_SHARE_DELETED = 0.5;

/**
 * Ends a pass over the whole source. The pass is accepted if it saw as many records as the source counts, or the same records as the
 * previous pass. Then records that no pass saw are marked as deleted, rollbacks are applied and duplicates are recorded. Otherwise
 * another pass is needed; after the last pass nothing is deleted.
 */
export function createFinishFullRead(dependencies: ActivityDependencies) {
  const { sql } = dependencies;
  return async (run: RunReference, time: Pass): Promise<FullReadResult> => {
    using _alive = keepAlive();
    if (activityInfo().attempt === 1) await noteProgress(sql, run.runId);
    const probe = probeForRun(dependencies, run);
    const total = await totalRecords(probe);
    return sql.begin(async (transaction) => {
      await assertGeneration(transaction, run.generation);
      if (await finishedEarlier(transaction, run, time.pass)) return { complete: true };
      const figures = await readPass(transaction, run.runId, time);
      const settled = isSettled(figures, total);
      if (!settled && !time.isLast) return { complete: false };
      const complete = await conclude(transaction, run, time, figures, total, settled);
      return { complete: complete || time.isLast };
    });
  };
}

/** Whether an earlier attempt, whose result was lost, finished this pass. */
async function finishedEarlier(sql: TransactionSql, run: RunReference, pass: number): Promise<boolean> {
  const [left] = await sql`select from ops.sightings where run_id = ${run.runId} and pass = ${pass} limit 1`;
  const [recorded] =
    await sql`select from ops.runs where run_id = ${run.runId} and source_records is not null`;
  return !left && recorded !== undefined;
}

function isSettled({ records, vanished, live, missing }: PassFigures, total: number | null): boolean {
  if (vanished === 0) return true;
  return total === records && missing <= live * MAX_SHARE_DELETED;
}

/** @returns false when another pass has to ingest a record's current entry. */
async function conclude(
  sql: TransactionSql,
  run: RunReference,
  time: Pass,
  figures: PassFigures,
  total: number | null,
  settled: boolean,
): Promise<boolean> {
  const allOnce = figures.records === figures.entries || total === figures.records;
  if (allOnce) await forgetDuplicates(sql);
  const duplicates = allOnce
    ? { records: 0, recordIds: [], superfluous: 0, ownIsMissing: false }
    : await replaceDuplicates(sql, run.runId, time, MAX_IDS);
  if (duplicates.ownIsMissing) return false;
  // Passes that disagree do not prove a deletion.
  const deleted = settled
    ? await markDeleted(sql, run.runId, seenInNoPass(sql, run.runId), MAX_IDS)
    : { records: 0, recordIds: [] };
  await correctTimes(sql, run.runId, time.pass);
  const rolledBack = await applyRollbacks(sql, run.runId, seenUnchanged(sql, run.runId, time.pass), MAX_IDS);
  await requeueLostFromGold(sql);
  await advanceWatermark(sql, run);
  if (rolledBack.records > 0) await resetWatermark(sql, run.runId, time.pass);
  await recordFullRead(sql, run.runId, {
    listed: figures.records + duplicates.superfluous,
    total,
    settled,
    duplicates,
    deleted,
    rolledBack,
  });
  await recordFullReadDifferences(sql, run);
  await sql`delete from ops.sightings where run_id = ${run.runId}`;
  return true;
}
