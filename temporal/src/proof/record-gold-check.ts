import type { Sql, TransactionSql } from "postgres";
import type { GoldRepair } from "../gold/repair-gold.ts";
import { type Finding, MAX_IDS, readFindings, recordFinding } from "../ledger/findings.ts";
import type { RunReference } from "../ledger/run-reference.ts";

/** Records that are compared in one transaction, which takes about 20 ms. A run compares one such part, in rotation. */
export const GOLD_RECORDS_AT_ONCE = 500;

/**
 * The last key that the rotation reached; null: it starts over.
 * @param ofThisRun only the position that this run reached, for a run that checks everything
 */
export async function readGoldPosition(
  sql: Sql,
  run: RunReference,
  ofThisRun: boolean,
): Promise<string | null> {
  const [last] = await sql<{ after: string | null }[]>`
    select gold_checked_to as after from ops.proofs join ops.runs using (run_id)
    where generation = ${run.generation}
      and (run_id = ${run.runId} or not ${ofThisRun}::boolean and run_number < ${run.runNumber})
      and (run_id <> ${run.runId} or gold_checked > 0)
    order by run_number desc limit 1`;
  return last?.after ?? null;
}

/**
 * Records the result of a comparison of gold with bronze.
 * @param checkedTo the new position of the rotation; undefined: it has not moved
 */
export async function recordGoldCheck(
  sql: TransactionSql,
  run: RunReference,
  repair: GoldRepair,
  checkedTo: string | null | undefined,
): Promise<void> {
  const repaired = repair.inserted + repair.overwritten + repair.deleted;
  await sql`
    update ops.proofs
    set gold_checked = gold_checked + ${repair.checked}, gold_repaired = gold_repaired + ${repaired},
        gold_checked_to = ${checkedTo === undefined ? sql`gold_checked_to` : sql`${checkedTo}::uuid`}
    where run_id = ${run.runId}`;
  if (repaired > 0) await sql`update ops.warehouse_state set data_version = data_version + 1`;
  await addFinding(sql, run, "gold_repaired", repair.recordIds);
  await recordDamagedBronze(sql, run, repair.damagedBronze);
}

/** @param ids of records whose newest version is missing or altered */
export const recordDamagedBronze = (
  sql: TransactionSql,
  run: RunReference,
  ids: readonly string[],
): Promise<void> => addFinding(sql, run, "bronze_damaged", ids);

/** Adds the records to the finding of earlier parts. */
async function addFinding(
  sql: TransactionSql,
  run: RunReference,
  code: keyof typeof MESSAGES,
  ids: readonly string[],
): Promise<void> {
  if (ids.length === 0) return;
  const before = (await readFindings(sql, run.runId)).find((finding) => finding.code === code);
  const records = ids.length + (before?.records ?? 0);
  const recordIds = [...(before?.recordIds ?? []), ...ids].slice(0, MAX_IDS);
  await recordFinding(sql, run.runId, {
    code,
    severity: "warning",
    records,
    recordIds,
    ...MESSAGES[code](records),
  });
}

const MESSAGES = {
  gold_repaired: (records: number): Pick<Finding, "detail" | "remedy"> => ({
    detail: `${records} rows of gold differed from bronze and were rebuilt.`,
    remedy: "Find out who writes to gold besides the pipeline.",
  }),
  bronze_damaged: (records: number): Pick<Finding, "detail" | "remedy"> => ({
    detail: `The newest version of ${records} records in bronze is missing or altered. They are read again from the source.`,
    remedy: "Find out who writes to bronze besides the pipeline, and check the disk.",
  }),
};
