import type { Sql } from "postgres";
import { secondAfter } from "./bounds.ts";
import type { CountSource } from "./count-source.ts";
import { countWarehouse } from "./count-warehouse.ts";
import type { ProofState } from "./proof-state.ts";

/** Where the source's counting reaches. */
export interface CountLimit {
  /** The cap of the source's count; null: no cap. */
  most: number | null;
  /** The time since which it is counted; null: since the beginning. */
  from: Date | null;
}

/** Records that appear meanwhile must not reach the limit. */
const SHARE_OF_LIMIT = 0.9;

/**
 * A search engine stops counting somewhere, at 10,000 as a rule. The newest records, fewer than that, are counted all the same.
 *
 * @returns null: the source does not count, or not even a second's records
 */
export async function findCountLimit(
  sql: Sql,
  countSource: CountSource,
  { countsTooFew, highWater, excludesUpdatedSince }: ProofState,
): Promise<CountLimit | null> {
  if (!countsTooFew || !highWater) return { most: null, from: null };
  const most = await countSource.again(null);
  if (most === null) return null;
  const [known = 0] = await countWarehouse(sql, [null], excludesUpdatedSince);
  if (known <= most) return { most: null, from: null };
  const [before] = await sql<{ at: Date }[]>`
    select updated_at as at from bronze.enrichment_heads
    where deleted_at is null and updated_at is not null
    order by updated_at desc offset ${Math.floor(most * SHARE_OF_LIMIT)} limit 1`;
  if (!before) return null;
  const from = secondAfter(before.at);
  return from < highWater ? { most, from } : null;
}
