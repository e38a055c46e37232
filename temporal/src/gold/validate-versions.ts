import type { Fragment, Sql, TransactionSql } from "postgres";
import { ALL_RULES, FORM_RULES, type Rule, VALUE_RULES } from "./rules.ts";

export interface RuleBounds {
  /** ISO 8601; a job that was created or updated before it is rejected. */
  earliestPlausible: string;
}

type AnySql = Sql | TransactionSql;

/** A CASE of the rule that is broken first. */
const firstBroken = (rules: readonly Rule[]): string =>
  `case ${rules.map(({ rule, broken }) => `when ${broken} then '${rule}'`).join("\n")} end`;

const fieldCase = `case broken_rule ${ALL_RULES.map(({ rule, field }) => `when '${rule}' then '${field}'`).join("\n")} end`;

/** The field that `broken_rule` of `validated` looks at. */
export const fieldOfRule = (sql: AnySql): Fragment => sql.unsafe(fieldCase);

/**
 * Common table expressions, the last one `validated`: what each version says in gold's words, and the rule that it breaks first in
 * `broken_rule`, null for none.
 *
 * @param versions a query of version_id, record_key, observed_at and payload
 */
export const validatedVersions = (
  sql: AnySql,
  versions: Fragment,
  { earliestPlausible }: RuleBounds,
): Fragment => sql`
    decoded as (
      select version.version_id, version.record_key, version.observed_at, safe.readable,
             field.id, field.id_workspace,
             case when field.workspace_name::text like '"%' then gold.nome_workspace(
               case when field.workspace_name::text like '%\\\\%' then field.workspace_name #>> '{}'
                    else substr(field.workspace_name::text, 2, length(field.workspace_name::text) - 2) end) end as nome_workspace,
             field.total_contacts, field.contact_type, field.status,
             gold.data_hora(field.created_at) as data_criacao, gold.data_hora(field.updated_at) as data_atualizacao
      from (${versions}) as version
      cross join lateral (
        select json_typeof(version.payload) = 'object' and bronze.readable(version.payload) as readable offset 0
      ) as safe
      cross join lateral json_to_record(case when safe.readable then version.payload else '{}' end) as field(
        id text, id_workspace text, workspace_name json, total_contacts json,
        contact_type text, status text, created_at text, updated_at text)
      offset 0
    ), formed as (
      select decoded.*, ${sql.unsafe(firstBroken(FORM_RULES))} as broken_form from decoded
      offset 0
    ), typed as (
      select version_id, record_key, observed_at, broken_form,
             case when broken_form is null then id_workspace::uuid end as id_workspace,
             nome_workspace,
             case when broken_form is null then total_contacts::text::numeric::integer end as total_contatos,
             gold.tipo_contato(contact_type) as tipo_contato,
             gold.status_processamento(status) as status_processamento,
             data_criacao, data_atualizacao, ${earliestPlausible}::timestamptz as earliest_plausible
      from formed
      offset 0
    ), validated as materialized (
      select typed.*, coalesce(broken_form, ${sql.unsafe(firstBroken(VALUE_RULES))}) as broken_rule from typed
    )`;

/**
 * Common table expressions that follow `validated`, the last one `newest`: gold's columns without its bookkeeping, of the newest good
 * version of each record. Records deleted at the source are left out, and so is what was observed before a deletion.
 */
export const newestGoodVersions = (sql: AnySql): Fragment => sql`
    good as (
      select * from validated
      where broken_rule is null
        and (not exists (select from bronze.enrichment_heads where deleted_at is not null)
             or not exists (select from bronze.enrichment_heads as head
                            where head.record_key = validated.record_key and head.deleted_at is not null))
        -- A record that came back begins anew. Its newest version counts in any case: clocks may differ.
        and (not exists (select from bronze.deletions)
             or not exists (select from bronze.deletions as deletion
                            join bronze.enrichment_heads as head using (record_key)
                            where deletion.record_key = validated.record_key
                              and deletion.deleted_at > validated.observed_at and head.version_id <> validated.version_id))
    ), newest_good as (
      select distinct on (record_key) good.*,
             gold.duracao_minutos(data_criacao, data_atualizacao) as duracao
      from good order by record_key, data_atualizacao desc, version_id desc
    ), newest as (
      select record_key as id_enriquecimento, id_workspace, nome_workspace, total_contatos, tipo_contato,
             status_processamento, data_criacao, data_atualizacao, duracao as duracao_processamento_minutos,
             duracao / nullif(total_contatos, 0) as tempo_por_contato_minutos,
             status_processamento = 'CONCLUIDO' as processamento_sucesso,
             gold.categoria_tamanho_job(total_contatos) as categoria_tamanho_job,
             status_processamento in ('FALHOU', 'CANCELADO') as necessita_reprocessamento,
             version_id as id_versao_bronze
      from newest_good
    )`;

/** In the order in which lists of columns and of values are written. */
const GOLD_COLUMNS = [
  "id_enriquecimento",
  "id_workspace",
  "nome_workspace",
  "total_contatos",
  "tipo_contato",
  "status_processamento",
  "data_criacao",
  "data_atualizacao",
  "duracao_processamento_minutos",
  "tempo_por_contato_minutos",
  "processamento_sucesso",
  "categoria_tamanho_job",
  "necessita_reprocessamento",
  "id_versao_bronze",
];

/**
 * The columns of gold that bronze decides, all but the bookkeeping `data_atualizacao_dw` and `id_execucao`, as a list.
 *
 * @param of a table or expression to qualify them by
 */
export const goldColumns = (sql: AnySql, of?: string): Fragment =>
  sql.unsafe(GOLD_COLUMNS.map((column) => (of === undefined ? column : `${of}.${column}`)).join(", "));
