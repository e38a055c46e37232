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
  /** What is new at the source has been read already, so that a count that differs from ours may be the source's lasting word. */
  tailWasRead: boolean;
}

/**
 * Counts are asked one after the other while the source lives on. A record that is created or moves raises the count since
 * the high-water mark: where that is the same before and after, nothing has moved between the answers.
 *
 * @returns `changed` when the source has changed since it was read, or meanwhile; `uncountable` when it does not count
 */
export async function takeSnapshot(
  options: SnapshotOptions,
  times: readonly (Date | null)[],
): Promise<Snapshot | "changed" | "uncountable"> {
  const { sql, countSource, highWater, excludesUpdatedSince, tailWasRead } = options;
  const before = tailWasRead ? await countSource.since([highWater]) : [];
  const source = before && (await countSource.since(times));
  const atHighWater = source && (await countSource.again(highWater));
  if (!before || !source || atHighWater === null) return "uncountable";
  const warehouse = await countWarehouse(sql, [...times, highWater], excludesUpdatedSince);
  const [known = 0] = warehouse.slice(-1);
  if (atHighWater !== (tailWasRead ? before[0] : known)) return "changed";
  return {
    counts: source.map((entries, index) => ({ source: entries, warehouse: warehouse[index] ?? 0 })),
    highWater: { source: atHighWater, warehouse: known },
  };
}
