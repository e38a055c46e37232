import type { TransactionSql } from "postgres";

/**
 * Disables sequential scans and hash and merge joins for the transaction, so that rows are found by index. The planner's row
 * estimates are wrong at the first load and after a reset, when its statistics say that the tables are empty.
 */
export async function disableTableScans(sql: TransactionSql): Promise<void> {
  await sql`
    select set_config('enable_hashjoin', 'off', true), set_config('enable_mergejoin', 'off', true),
           set_config('enable_seqscan', 'off', true)`;
}
