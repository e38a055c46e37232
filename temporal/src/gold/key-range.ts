import type { Fragment, Sql, TransactionSql } from "postgres";

/** A range of record keys. */
export interface KeyRange {
  /** The last key before it; null: it begins with the first one. */
  after: string | null;
  /** Its last key; null: it ends with the last one there is. */
  to: string | null;
}

export const EVERYTHING: KeyRange = { after: null, to: null };

/** Whether the key in a column lies in the range, as an SQL condition. */
export const isInRange = (
  sql: Sql | TransactionSql,
  key: "record_key" | "id_enriquecimento",
  { after, to }: KeyRange,
): Fragment => sql`(
  ${after === null ? sql`true` : sql`${sql(key)} > ${after}::uuid`}
  and ${to === null ? sql`true` : sql`${sql(key)} <= ${to}::uuid`})`;

/**
 * The first part of a range: at most so many records of bronze, and at most so many rows of gold. Its `to` is the range's own
 * when nothing is left behind it; else the next part begins after it.
 */
export async function firstPart(
  sql: Sql | TransactionSql,
  range: KeyRange,
  records: number,
): Promise<KeyRange> {
  const [last] = await sql<{ to: string | null }[]>`
    select least(
      (select record_key from bronze.enrichment_heads where ${isInRange(sql, "record_key", range)}
       order by record_key offset ${records - 1} limit 1),
      (select id_enriquecimento from gold.enrichments where ${isInRange(sql, "id_enriquecimento", range)}
       order by id_enriquecimento offset ${records - 1} limit 1))::text as to`;
  return { after: range.after, to: last?.to ?? range.to };
}
