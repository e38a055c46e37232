import type { TransactionSql } from "postgres";

/**
 * Until the transaction ends, PostgreSQL finds rows by their keys and not by reading tables. How many rows a table has, and
 * how many a statement will meet, is unknown to the planner when it matters most: at the first load, and after a reset, when
 * it still believes the tables to be empty.
 */
export async function disableTableScans(sql: TransactionSql): Promise<void> {
  await sql`
    select set_config('enable_hashjoin', 'off', true), set_config('enable_mergejoin', 'off', true),
           set_config('enable_seqscan', 'off', true)`;
}
