import type { Fragment, Sql, TransactionSql } from "postgres";

/**
 * Whether a record has a version that gold may show, as an SQL condition: one that is not rejected and was not observed before a
 * deletion.
 *
 * @param record its key
 * @param head its newest version, which counts in any case; null: the record does not exist, and nothing counts
 */
export const hasGoodVersion = (
  sql: Sql | TransactionSql,
  { record, head }: { record: Fragment; head: Fragment },
): Fragment => sql`(
  ${head} is not null and exists (
    select from bronze.enrichment_versions as version
    where version.record_key = ${record}
      and not exists (select from ops.rejected_records as reject where reject.version_id = version.version_id)
      and not exists (select from bronze.deletions as deletion
                      where deletion.record_key = version.record_key and deletion.deleted_at > version.observed_at
                        and version.version_id <> ${head})))`;
