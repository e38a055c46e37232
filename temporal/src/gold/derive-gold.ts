import type { Fragment, Sql, TransactionSql } from "postgres";
import { isOf, type RepairScope } from "./repair-scope.ts";
import { newestGoodVersions, type RuleBounds, validatedVersions } from "./validate-versions.ts";

type AnySql = Sql | TransactionSql;

/**
 * A common table expression, `examined`: the records of the scope, with `head_version` null for those that do not exist, and
 * `is_known` for those that do or did. Records that the transformation has still to do with are left out.
 *
 * @param except keys of records to leave out
 */
export const examinedRecords = (
  sql: AnySql,
  scope: RepairScope,
  except: readonly string[] = [],
): Fragment => sql`
    examined as materialized (
      select record.record_key, case when head.deleted_at is null then head.version_id end as head_version,
             head.record_key is not null as is_known
      from (
        select record_key from bronze.enrichment_heads where ${isOf(sql, "record_key", scope)}
        union
        select id_enriquecimento from gold.enrichments where ${isOf(sql, "id_enriquecimento", scope)}
      ) as record
      left join bronze.enrichment_heads as head on head.record_key = record.record_key
      where not (record.record_key = any(string_to_array(${except.join()}, ',')::uuid[]))
        and (not exists (select from ops.batches where transformed_at is null)
             or not exists (select from bronze.enrichment_versions as version
                            join ops.batches as batch on batch.batch_id = version.batch_id
                            where version.record_key = record.record_key and batch.transformed_at is null))
    )`;

/** Common table expressions that follow `examined`: `validated`, all versions of its records (the rejects of deleted ones stay), and `newest`, the rows that gold should have. */
export const derivedGold = (sql: AnySql, bounds: RuleBounds): Fragment => sql`
    ${validatedVersions(
      sql,
      sql`
        select version.version_id, version.record_key, version.observed_at, version.payload
        from examined join bronze.enrichment_versions as version on version.record_key = examined.record_key
        where examined.is_known`,
      bounds,
    )}, ${newestGoodVersions(sql)}`;
