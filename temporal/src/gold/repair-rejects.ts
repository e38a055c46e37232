import type { Fragment, TransactionSql } from "postgres";
import type { RunReference } from "../ledger/run-reference.ts";
import { derivedGold, examinedRecords } from "./derive-gold.ts";
import { fieldOfRule, type RuleBounds } from "./validate-versions.ts";

/**
 * A query of the keys in `examined` whose rejects are not what `validated` says, or are open or resolved and should not be. It relies
 * on gold: the keys of rows that are wrong have to be looked at as well.
 */
export const wronglyRejected = (sql: TransactionSql): Fragment => sql`
    select validated.record_key from validated
    left join ops.rejected_records as reject on reject.version_id = validated.version_id
    where reject.rule is distinct from validated.broken_rule
    union all
    select examined.record_key from examined
    join ops.rejected_records as reject on reject.record_key = examined.record_key
    left join gold.enrichments as gold on gold.id_enriquecimento = examined.record_key
    where ${shouldBeResolved(sql)} or ${shouldBeOpen(sql)}`;

/** As the transformation resolves rejects, and as a deletion at the source does. */
const shouldBeResolved = (sql: TransactionSql): Fragment => sql`(
  reject.resolved_at is null
  and (gold.id_versao_bronze > reject.version_id
       or reject.version_id is distinct from examined.head_version
          and exists (select from bronze.deletions as deletion
                      join bronze.enrichment_versions as version on version.version_id = reject.version_id
                      where deletion.record_key = reject.record_key and deletion.deleted_at > version.observed_at)))`;

/** Of the newest version this is sure. Older ones may have been resolved by what gold no longer shows. */
const shouldBeOpen = (sql: TransactionSql): Fragment => sql`(
  reject.resolved_at is not null and reject.version_id = examined.head_version
  and not coalesce(gold.id_versao_bronze > reject.version_id, false))`;

/**
 * Makes the rejects of these records what the rules say, after gold has become so.
 *
 * @returns the keys of those in which something changed
 */
export async function repairRejects(
  sql: TransactionSql,
  run: RunReference,
  keys: readonly string[],
  bounds: RuleBounds,
): Promise<string[]> {
  const changed = await sql<{ key: string }[]>`
    with ${examinedRecords(sql, { keys })}, ${derivedGold(sql, bounds)}, added as (
      insert into ops.rejected_records (version_id, record_key, run_id, rule, field, payload)
      select version_id, validated.record_key, ${run.runId}::uuid, broken_rule, ${fieldOfRule(sql)}, payload
      from validated join bronze.enrichment_versions using (version_id)
      where broken_rule is not null
        and not exists (select from ops.rejected_records as reject
                        where reject.version_id = validated.version_id and reject.rule = validated.broken_rule)
      on conflict (version_id) do update set rule = excluded.rule, field = excluded.field
      returning record_key
    ), removed as (
      delete from ops.rejected_records as reject using validated
      where reject.version_id = validated.version_id and validated.broken_rule is null
      returning reject.record_key
    )
    select record_key::text as key from added union select record_key::text from removed`;
  const settled = await sql<{ key: string }[]>`
    with ${examinedRecords(sql, { keys })}, due as (
      select reject.version_id, gold.id_versao_bronze as shown, ${shouldBeResolved(sql)} as resolve
      from examined
      join ops.rejected_records as reject on reject.record_key = examined.record_key
      left join gold.enrichments as gold on gold.id_enriquecimento = examined.record_key
      where ${shouldBeResolved(sql)} or ${shouldBeOpen(sql)}
    )
    update ops.rejected_records as reject
    set resolved_at = case when due.resolve then now() end, resolved_by_version_id = case when due.resolve then due.shown end
    from due where reject.version_id = due.version_id
    returning reject.record_key::text as key`;
  return [...new Set([...changed, ...settled].map(({ key }) => key))].toSorted();
}
