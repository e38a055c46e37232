import { EVERYTHING, firstPart } from "../gold/key-range.ts";
import { removeDamagedHeads } from "../gold/remove-damaged-heads.ts";
import { type Proving, write } from "./proving.ts";
import { GOLD_RECORDS_AT_ONCE, readGoldPosition, recordDamagedBronze } from "./record-gold-check.ts";

/**
 * Looks, in the part of the records whose gold rows the run is to derive again, for versions that are gone or altered: bronze
 * forgets them, so that the counts find them lost. A proof that is asked for looks at all.
 */
export async function forgetDamagedHeads(proving: Proving): Promise<void> {
  const { sql, run, dryRun } = proving;
  if (dryRun) return;
  const after = await readGoldPosition(sql, run, false);
  const part =
    run.kind === "prove" ? EVERYTHING : await firstPart(sql, { ...EVERYTHING, after }, GOLD_RECORDS_AT_ONCE);
  await write(proving, async (transaction) => {
    await recordDamagedBronze(transaction, run, await removeDamagedHeads(transaction, part));
  });
}
