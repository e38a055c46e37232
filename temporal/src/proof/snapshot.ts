import type { Sql } from "postgres";
import { countWarehouse } from "./count-warehouse.ts";
import type { SourceCounter } from "./source-counter.ts";

/** Counts since one time. */
export interface BothCounts {
  source: number;
  warehouse: number;
}

export const NO_RECORDS: BothCounts = { source: 0, warehouse: 0 };

/** Counts of both sides at one moment, since each requested time and since the high-water mark. */
export interface Snapshot {
  counts: BothCounts[];
  highWater: BothCounts;
}

export interface SnapshotOptions {
  sql: Sql;
  sourceCounter: SourceCounter;
  /** Null: the warehouse is empty, so every entry is later. */
  highWater: Date | null;
  excludesUpdatedSince: boolean;
  /**
   * Entries that reads listed since the high-water mark, which the source's count must equal. Null: the source may count wrongly, so its
   * counts before and after are compared with each other.
   */
  listedSinceHighWater: number | null;
}

/**
 * Requests the counts one after the other, while the source may change. A record that is created or updated increases the count since
 * the high-water mark. If this count is unchanged after the last answer, the source did not change since the tail was read.
 *
 * @returns `changed`: the source changed since the tail was read; `uncountable`: the source does not count
 */
export async function takeSnapshot(
  options: SnapshotOptions,
  times: readonly (Date | null)[],
): Promise<Snapshot | "changed" | "uncountable"> {
  const { sql, sourceCounter, highWater, excludesUpdatedSince, listedSinceHighWater } = options;
  const before =
    listedSinceHighWater === null ? await sourceCounter.countSince([highWater]) : [listedSinceHighWater];
  const source = before && (await sourceCounter.countSince(times));
  const sinceHighWater = source && (await sourceCounter.countAgain(highWater));
  if (!before || !source || sinceHighWater === null) return "uncountable";
  if (sinceHighWater !== before[0]) return "changed";
  const warehouse = await countWarehouse(sql, [...times, highWater], excludesUpdatedSince);
  const [known = 0] = warehouse.slice(-1);
  return {
    counts: source.map((entries, index) => ({ source: entries, warehouse: warehouse[index] ?? 0 })),
    highWater: { source: sinceHighWater, warehouse: known },
  };
}
