import { EVERYTHING, firstPart } from "../gold/key-range.ts";
import { removeDamagedHeads } from "../gold/remove-damaged-heads.ts";
import { inTransaction, type ProofContext } from "./proof-context.ts";
import { GOLD_RECORDS_AT_ONCE, readGoldPosition, recordDamagedBronze } from "./record-gold-check.ts";

/**
 * Removes bronze heads whose version is missing or altered, so that the counts find these records as lost. Checks the records whose gold
 * rows this run compares next; a requested proof checks all records.
 */
export async function checkBronzeHeads(context: ProofContext): Promise<void> {
  const { sql, run, dryRun } = context;
  if (dryRun) return;
  const after = await readGoldPosition(sql, run, false);
  const part =
    run.kind === "prove" ? EVERYTHING : await firstPart(sql, { ...EVERYTHING, after }, GOLD_RECORDS_AT_ONCE);
  await inTransaction(context, async (transaction) => {
    await recordDamagedBronze(transaction, run, await removeDamagedHeads(transaction, part));
  });
}
