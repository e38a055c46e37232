import type { Sql } from "postgres";

/**
 * Whether a transformation would find nothing to do: no batch is pending and no reject is open. An open reject may have been resolved
 * by a transaction that did not see it.
 */
export async function isGoldCurrent(sql: Sql): Promise<boolean> {
  const [state] = await sql<{ current: boolean }[]>`
    select not exists (select from ops.batches where transformed_at is null)
       and not exists (select from ops.rejected_records where resolved_at is null) as current`;
  return state?.current ?? false;
}
