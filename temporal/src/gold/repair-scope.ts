import type { Fragment, Sql, TransactionSql } from "postgres";
import { isInRange, type KeyRange } from "./key-range.ts";

/** Which records to look at. */
export type RepairScope = KeyRange | { keys: readonly string[] };

/** Whether the key in a column is of the scope, as an SQL condition. */
export const isOf = (
  sql: Sql | TransactionSql,
  key: "record_key" | "id_enriquecimento",
  scope: RepairScope,
): Fragment =>
  "keys" in scope
    ? sql`${sql(key)} = any(string_to_array(${scope.keys.join()}, ',')::uuid[])`
    : isInRange(sql, key, scope);
