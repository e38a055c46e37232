import type { TransactionSql } from "postgres";
import { disableTableScans } from "../ledger/disable-table-scans.ts";
import type { RunReference } from "../ledger/run-reference.ts";
import { derivedGold, examinedRecords } from "./derive-gold.ts";
import { removeDamagedHeads } from "./remove-damaged-heads.ts";
import { repairRejects, wronglyRejected } from "./repair-rejects.ts";
import type { RepairScope } from "./repair-scope.ts";
import { goldColumns, type RuleBounds } from "./validate-versions.ts";

export interface GoldRepair {
  /** Records compared field by field. */
  checked: number;
  /** Rows of gold that were missing. */
  inserted: number;
  /** Rows of gold in which a column was wrong. */
  overwritten: number;
  /** Rows of gold of records that are deleted, unknown, or rejected in all their versions. */
  deleted: number;
  /** Ids of the records whose rows were written or deleted. */
  recordIds: string[];
  /** Ids of the records of which a reject was missing, false, or wrongly open or resolved. */
  rejectIds: string[];
  /** Ids of the records whose newest version is gone or altered: bronze has forgotten them, they have to be read again. */
  damagedBronze: string[];
}

/**
 * Derives the records of the scope from bronze, by the rules of the transformation, and makes their rows in gold and their rejects
 * what they should be. Rows that are right are neither written nor locked; records that wait to be transformed are left alone.
 *
 * The transaction has joined its generation; rolled back it was a dry run. A parallel transformation waits for it, or it for that
 * one: run it again when they are in each other's way (`retryConflict`). `EVERYTHING` and large ranges go part by part
 * (`firstPart`).
 */
export async function repairGold(
  sql: TransactionSql,
  run: RunReference,
  scope: RepairScope,
  bounds: RuleBounds,
): Promise<GoldRepair> {
  await disableTableScans(sql);
  const damagedBronze = await removeDamagedHeads(sql, scope);
  const { checked, wrong } = await findWrong(sql, scope, damagedBronze, bounds);
  const untouched = {
    checked,
    inserted: 0,
    overwritten: 0,
    deleted: 0,
    recordIds: [],
    rejectIds: [],
    damagedBronze,
  };
  if (wrong.length === 0) return untouched;
  await lockRecords(sql, wrong);
  // Another snapshot: what was found may have been repaired, or have changed, before it was locked.
  const written = await writeGold(sql, run, wrong, bounds);
  const rejectIds = await repairRejects(sql, run, wrong, bounds);
  return { ...untouched, ...written, rejectIds };
}

async function findWrong(
  sql: TransactionSql,
  scope: RepairScope,
  except: readonly string[],
  bounds: RuleBounds,
): Promise<{ checked: number; wrong: string[] }> {
  const [found] = await sql<{ checked: number; wrong: string[] }[]>`
    with ${examinedRecords(sql, scope, except)}, ${derivedGold(sql, bounds)}, differing as (
      -- A row is here twice, as it should be and as it is, or it is wrong.
      select id_enriquecimento as record_key from (
        select ${goldColumns(sql)} from newest
        union all
        select ${goldColumns(sql, "gold")} from examined
        join gold.enrichments as gold on gold.id_enriquecimento = examined.record_key
      ) as state
      group by ${goldColumns(sql)} having count(*) = 1
    )
    select (select count(*) from examined) as checked,
           array(select record_key::text from differing union select record_key::text from (${wronglyRejected(sql)}) as record)
             as wrong`;
  if (!found) throw new Error("The statement that compares gold with bronze returned no row.");
  return found;
}

/** In the order of keys, as the transformation writes them. */
async function lockRecords(sql: TransactionSql, keys: readonly string[]): Promise<void> {
  const listed = sql`any(string_to_array(${keys.join()}, ',')::uuid[])`;
  await sql`select from bronze.enrichment_heads where record_key = ${listed} order by record_key for update`;
  await sql`
    select from gold.enrichments where id_enriquecimento = ${listed} order by id_enriquecimento for update`;
}

async function writeGold(
  sql: TransactionSql,
  run: RunReference,
  keys: readonly string[],
  bounds: RuleBounds,
): Promise<Pick<GoldRepair, "inserted" | "overwritten" | "deleted" | "recordIds">> {
  const [written] = await sql<Pick<GoldRepair, "inserted" | "overwritten" | "deleted" | "recordIds">[]>`
    with ${examinedRecords(sql, { keys })}, ${derivedGold(sql, bounds)}, inserted as (
      insert into gold.enrichments (${goldColumns(sql)}, data_atualizacao_dw, id_execucao)
      select ${goldColumns(sql)}, now(), ${run.runId}::uuid from newest
      where not exists (select from gold.enrichments as gold
                        where gold.id_enriquecimento = newest.id_enriquecimento)
      order by id_enriquecimento
      on conflict (id_enriquecimento) do nothing
      returning id_enriquecimento
    ), overwritten as (
      update gold.enrichments as gold
      set (${goldColumns(sql)}, data_atualizacao_dw, id_execucao)
        = row(${goldColumns(sql, "newest")}, now(), ${run.runId}::uuid)
      from newest
      where gold.id_enriquecimento = newest.id_enriquecimento
        and (${goldColumns(sql, "gold")}) is distinct from (${goldColumns(sql, "newest")})
      returning gold.id_enriquecimento
    ), deleted as (
      delete from gold.enrichments as gold using examined
      where gold.id_enriquecimento = examined.record_key
        and gold.id_enriquecimento not in (select id_enriquecimento from newest)
      returning gold.id_enriquecimento
    )
    select (select count(*) from inserted) as inserted, (select count(*) from overwritten) as overwritten,
           (select count(*) from deleted) as deleted,
           array(select id_enriquecimento::text from inserted union select id_enriquecimento::text from overwritten
                 union select id_enriquecimento::text from deleted order by 1) as "recordIds"`;
  if (!written) throw new Error("The statement that repairs gold returned no row.");
  return written;
}
