import type { Fragment, TransactionSql } from "postgres";
import { disableTableScans } from "../ledger/disable-table-scans.ts";
import type { RunReference } from "../ledger/run-reference.ts";
import { resolveRejects } from "./resolve-rejects.ts";
import {
  fieldOfRule,
  goldColumns,
  newestGoodVersions,
  type RuleBounds,
  validatedVersions,
} from "./validate-versions.ts";

export interface TransformedBatches {
  batches: number;
  versions: number;
  inserted: number;
  updated: number;
  rejected: number;
}

/** Versions that fill a transaction: enough to be quick, few enough to lose little when it is cut short. */
const ENOUGH_VERSIONS = 4_000;
const BATCHES_AT_ONCE = 2;

/**
 * Turns the oldest pending batches into gold: checks every version against the rules, keeps what breaks one as a reject,
 * and lets each record's newest good version into gold unless gold has a newer one. `batches: 0` means none was pending.
 * Batches that a parallel transaction holds are passed over while there are others. Records deleted at the source stay out.
 */
export async function transformBatches(
  sql: TransactionSql,
  run: RunReference,
  bounds: RuleBounds,
): Promise<TransformedBatches> {
  const batches = await takeBatches(sql);
  if (batches.length === 0) {
    // Parallel transactions do not see each other's rejects and rows: the last of them finds nothing pending, and sees all.
    await resolveRejects(sql, null);
    return { batches: 0, versions: 0, inserted: 0, updated: 0, rejected: 0 };
  }
  await disableTableScans(sql);
  const [written] = await sql<(Omit<TransformedBatches, "batches"> & { open_keys: string[] })[]>`
    with ${validatedVersions(
      sql,
      sql`
        select version.version_id, version.record_key, version.observed_at, version.payload
        from ops.batches as batch
        join bronze.enrichment_versions as version
          on version.version_id between batch.first_version_id and batch.last_version_id
          and version.batch_id = batch.batch_id
        where batch.batch_id = any(${batches})`,
      bounds,
    )}, rejected as (
      insert into ops.rejected_records (version_id, record_key, run_id, rule, field, payload)
      select version_id, validated.record_key, ${run.runId}::uuid, broken_rule,
             ${fieldOfRule(sql)}, payload
      from validated join bronze.enrichment_versions using (version_id)
      where broken_rule is not null
      -- Judged again, by a rule or a bound that has changed since.
      on conflict (version_id) do update set rule = excluded.rule, field = excluded.field
      where rejected_records.rule <> excluded.rule
      returning version_id
    ), no_longer_rejected as (
      delete from ops.rejected_records as reject using validated
      where exists (select from ops.rejected_records as validated_before
                    where validated_before.version_id between (select min(version_id) from validated)
                                                       and (select max(version_id) from validated))
        and reject.version_id = validated.version_id and validated.broken_rule is null
    ), ${newestGoodVersions(sql)}, written as (
      insert into gold.enrichments as gold (${goldColumns(sql)}, data_atualizacao_dw, id_execucao)
      select ${goldColumns(sql)}, now(), ${run.runId}::uuid from newest order by id_enriquecimento
      on conflict (id_enriquecimento) do update set
        id_workspace = excluded.id_workspace, nome_workspace = excluded.nome_workspace,
        total_contatos = excluded.total_contatos, tipo_contato = excluded.tipo_contato,
        status_processamento = excluded.status_processamento, data_criacao = excluded.data_criacao,
        data_atualizacao = excluded.data_atualizacao,
        duracao_processamento_minutos = excluded.duracao_processamento_minutos,
        tempo_por_contato_minutos = excluded.tempo_por_contato_minutos,
        processamento_sucesso = excluded.processamento_sucesso,
        categoria_tamanho_job = excluded.categoria_tamanho_job,
        necessita_reprocessamento = excluded.necessita_reprocessamento,
        data_atualizacao_dw = excluded.data_atualizacao_dw,
        id_versao_bronze = excluded.id_versao_bronze, id_execucao = excluded.id_execucao
      where (excluded.data_atualizacao, excluded.id_versao_bronze) > (gold.data_atualizacao, gold.id_versao_bronze)
      returning xmax = 0 as inserted
    )
    select (select count(*) from validated) as versions,
           (select count(*) from written where inserted) as inserted,
           (select count(*) from written where not inserted) as updated,
           (select count(*) from rejected) as rejected,
           (select coalesce(json_agg(distinct record_key), '[]') from validated
            where broken_rule is not null
               or exists (select from ops.rejected_records where resolved_at is null)
                  and exists (select from ops.rejected_records as reject
                              where reject.record_key = validated.record_key and reject.resolved_at is null offset 0)) as open_keys`;
  if (!written) throw new Error("The statement that writes gold returned no row.");
  const { open_keys: openKeys, ...counts } = written;
  if (openKeys.length > 0) await resolveRejects(sql, openKeys);
  await sql`update ops.batches set transformed_at = now() where batch_id = any(${batches})`;
  return { batches: batches.length, ...counts };
}

/**
 * What another transaction holds is taken once that has ended, if it has not transformed it: it may be that of an attempt that
 * timed out, whose work no run may take for done.
 */
async function takeBatches(sql: TransactionSql): Promise<number[]> {
  const free = await takePending(sql, sql`skip locked`);
  return free.length > 0 ? free : takePending(sql, sql``);
}

/** Takes no more than a transaction needs: what is left is for a parallel one. */
async function takePending(sql: TransactionSql, ifLocked: Fragment): Promise<number[]> {
  const taken: number[] = [];
  for (let versions = 0; versions < ENOUGH_VERSIONS; ) {
    const pending = await sql<{ batch_id: number; versions: number }[]>`
      select batch_id, versions from ops.batches
      where transformed_at is null and batch_id > ${taken.at(-1) ?? 0}
      order by batch_id limit ${BATCHES_AT_ONCE}
      for update ${ifLocked}`;
    taken.push(...pending.map((batch) => batch.batch_id));
    versions += pending.reduce((sum, batch) => sum + batch.versions, 0);
    if (pending.length < BATCHES_AT_ONCE) break;
  }
  return taken;
}
