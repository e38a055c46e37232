import type { Sql } from "postgres";
import { countWarehouse } from "./count-warehouse.ts";
import type { ProofState } from "./proof-state.ts";
import type { SourceCounter } from "./source-counter.ts";
import { secondAfter } from "./span.ts";

/** The part of the source that its counts cover. */
export interface CountLimit {
  /** The cap of the source's count; null: no cap. */
  countsUpTo: number | null;
  /** The time since which counts are below the cap; null: since the beginning. */
  from: Date | null;
}

/** The margin is for records that appear during the proof. */
const SHARE_OF_LIMIT = 0.9;

/**
 * Finds the cap of the source's count: search engines stop counting at 10,000 by default. The newest records are still counted, as they
 * are fewer than the cap.
 *
 * @returns null if the source does not count, or one second has more records than the cap
 */
export async function findCountLimit(
  sql: Sql,
  sourceCounter: SourceCounter,
  { countsTooFew, highWater, excludesUpdatedSince }: ProofState,
): Promise<CountLimit | null> {
  if (!countsTooFew || !highWater) return { countsUpTo: null, from: null };
  const countsUpTo = await sourceCounter.countAgain(null);
  if (countsUpTo === null) return null;
  const [known = 0] = await countWarehouse(sql, [null], excludesUpdatedSince);
  if (known <= countsUpTo) return { countsUpTo: null, from: null };
  const [before] = await sql<{ at: Date }[]>`
    select updated_at as at from bronze.enrichment_heads
    where deleted_at is null and updated_at is not null
    order by updated_at desc offset ${Math.floor(countsUpTo * SHARE_OF_LIMIT)} limit 1`;
  if (!before) return null;
  const from = secondAfter(before.at);
  return from < highWater ? { countsUpTo, from } : null;
}
