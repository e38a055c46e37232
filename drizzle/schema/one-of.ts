import { type SQL, sql } from "drizzle-orm";

/** The body of a CHECK constraint that allows only `values` in `column`. */
export const oneOf = (column: string, values: readonly string[]): SQL =>
  sql.raw(`${column} in (${values.map((value) => `'${value}'`).join(", ")})`);
