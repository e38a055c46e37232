import type { Sql } from "postgres";
import type { CountSource } from "./count-source.ts";
import { countWarehouse } from "./count-warehouse.ts";

export interface BothCounts {
  source: number;
  warehouse: number;
}

/** Both sides at one moment: since each time asked for, and since the high-water mark. */
export interface Snapshot {
  counts: BothCounts[];
  highWater: BothCounts;
}

export interface SnapshotOptions {
  sql: Sql;
  countSource: CountSource;
  /** Null: the warehouse is empty, so that everything is beyond it. */
  highWater: Date | null;
  excludesUpdatedSince: boolean;
  /**
   * Entries since the high-water mark that reading has met: the source must count as many. Null: it counts otherwise than it
   * lists, and must only say the same before and after.
   */
  readSinceHighWater: number | null;
}

/**
 * Counts are asked one after the other while the source lives on. A record that is created or moves raises the count since
 * the high-water mark: where that is still what had been read there, nothing has moved from then until the last answer.
 *
 * @returns `changed` when the source has changed since it was read, or meanwhile; `uncountable` when it does not count
 */
export async function takeSnapshot(
  options: SnapshotOptions,
  times: readonly (Date | null)[],
): Promise<Snapshot | "changed" | "uncountable"> {
  const { sql, countSource, highWater, excludesUpdatedSince, readSinceHighWater } = options;
  const before = readSinceHighWater === null ? await countSource.since([highWater]) : [readSinceHighWater];
  const source = before && (await countSource.since(times));
  const atHighWater = source && (await countSource.again(highWater));
  if (!before || !source || atHighWater === null) return "uncountable";
  if (atHighWater !== before[0]) return "changed";
  const warehouse = await countWarehouse(sql, [...times, highWater], excludesUpdatedSince);
  const [known = 0] = warehouse.slice(-1);
  return {
    counts: source.map((entries, index) => ({ source: entries, warehouse: warehouse[index] ?? 0 })),
    highWater: { source: atHighWater, warehouse: known },
  };
}
