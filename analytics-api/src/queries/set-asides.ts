import type { WarehouseClient } from "@enrichment-monitor/warehouse";
import type { z } from "@hono/zod-openapi";
import type { setAside } from "../schemas/attention.ts";
import type { Snapshot } from "../sql/snapshot.ts";

type SetAside = z.infer<typeof setAside>;

/** The entries that are set aside at `now`, by key. */
export async function readSetAsides(sql: Snapshot, now: Date): Promise<Map<string, SetAside>> {
  const rows = await sql<(SetAside & { key: string })[]>`
    select key, until, note, set_aside_at, set_aside_by from ops.set_asides where until > ${now}`;
  return new Map(rows.map(({ key, ...row }) => [key, row]));
}

/** Sets an entry aside; replaces an earlier time and note. Forgets those that are over. */
export const setEntryAside = (
  sql: WarehouseClient,
  { key, until, note, by, now }: { key: string; until: Date; note: string; by: string; now: Date },
): Promise<SetAside> =>
  sql.begin("read write", async (transaction) => {
    await transaction`delete from ops.set_asides where until <= ${now}`;
    const [row] = await transaction<[SetAside]>`
      insert into ops.set_asides (key, until, note, set_aside_by) values (${key}, ${until}, ${note}, ${by})
      on conflict (key) do update set
        until = excluded.until, note = excluded.note, set_aside_at = now(), set_aside_by = excluded.set_aside_by
      returning until, note, set_aside_at, set_aside_by`;
    return row;
  });

/** Shows an entry again. Does nothing if it is not set aside. */
export const restoreEntry = (sql: WarehouseClient, key: string): Promise<unknown> =>
  sql.begin("read write", (transaction) => transaction`delete from ops.set_asides where key = ${key}`);
