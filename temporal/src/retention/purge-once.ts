import type { TransactionSql } from "postgres";
import { lockGeneration } from "../ledger/generation.ts";
import { purgeAlerts } from "./purge-alerts.ts";
import { purgeFetches } from "./purge-fetches.ts";
import { closePurge, ledgerPurge, takePurge } from "./purge-ledger.ts";
import { purgeVersions } from "./purge-versions.ts";

/**
 * One transaction of a purge: some thousands of old versions, when none is left, of old requests, and at last the old alerts.
 * @returns false when nothing more was due, and the purge is closed.
 */
export async function purgeOnce(sql: TransactionSql, purgeId: string): Promise<boolean> {
  await lockGeneration(sql);
  const position = await takePurge(sql, purgeId);
  const step = (await purgeVersions(sql, position)) ?? (await purgeFetches(sql, position));
  if (step) await ledgerPurge(sql, purgeId, step);
  else {
    await purgeAlerts(sql, position.cutoff);
    await closePurge(sql, purgeId);
  }
  return step !== null;
}
