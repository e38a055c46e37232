import type { WarehouseClient } from "@enrichment-monitor/warehouse";

/** The largest has 28 % of the jobs, by Zipf's law. Workspace n has the name `Empresa n` and the MD5 of `workspacen` as id. */
export const WORKSPACES = 42;
/** The maximum age of jobs. */
export const DAYS = 180;
/** Jobs per INSERT, as in the transformation. */
const BATCH = 4_000;

export interface ManyJobs {
  now: Date;
  jobs: number;
  workspaces?: number | undefined;
  /** From -1 to 1: another one draws other jobs. */
  seed?: number;
}

/**
 * Fills the gold of an empty warehouse with jobs like those of the mock source, created until `now`: a million in half a minute. The
 * id of job n is the MD5 of `jobn`. Bronze stays empty.
 */
export async function insertManyJobs(
  sql: WarehouseClient,
  { now, jobs, workspaces = WORKSPACES, seed = 0.5 }: ManyJobs,
): Promise<void> {
  await sql.begin(async (transaction) => {
    await transaction`set local statement_timeout = 0`;
    await transaction`select setseed(${seed})`;
    await transaction`
      insert into ops.runs (run_id, generation, variant, kind, trigger, workflow_id, started_at, finished_at, outcome, balanced)
      values (md5('run')::uuid, 1, 'modular', 'backfill', 'start', 'enrichment-pipeline', ${now}, ${now}, 'succeeded', true)`;
    await transaction`
      create temporary table fixture_workspaces on commit drop as
      select n, md5('workspace' || n)::uuid as id, 'Empresa ' || n as name,
             sum(1 / n ^ 1.1::float8) over (order by n) / sum(1 / n ^ 1.1::float8) over () as cumulative_share
      from generate_series(1, ${workspaces}::int) as n`;
    await transaction`
      create temporary table fixture_jobs on commit drop as
      with drawn as materialized (
        select n, random() as size, random() as within, random() < 0.4 as company, random() as pace, random() as fate,
               random() as part, random() as workspace,
               ${now}::timestamptz - ${DAYS}::int * interval '1 day' * (n - random())::float8 / ${jobs}::int as created
        from generate_series(1, ${jobs}::int) as n
      ), sized as (
        select *, case when size < 0.01 then 0 when size < 0.38 then round(99 ^ within)
                       when size < 0.72 then round(100 * 5 ^ within) when size < 0.89 then round(501 * 2 ^ within)
                       else round(1001 * 12 ^ within) end::int as contacts
        from drawn
      ), timed as (
        select *, date_trunc('second', created) as created_at,
               ceil((45 + contacts * 0.1 * 5 ^ pace * case when company then 2 else 1 end)
                    * case when fate < 0.9 then 1 else part end) * interval '1 second' as took
        from sized
      ), ended as (
        select *, least(created_at + took, date_trunc('second', ${now}::timestamptz)) as updated_at,
               case when created_at + took > ${now} then 'EM_PROCESSAMENTO' when fate < 0.9 then 'CONCLUIDO'
                    when fate < 0.97 then 'FALHOU' else 'CANCELADO' end as status
        from timed
      )
      select
        md5('job' || ended.n)::uuid as id, fixture_workspaces.id as workspace, name, contacts,
        case when company then 'EMPRESA' else 'PESSOA' end as type, status, created_at, updated_at, minutes, ended.n
      from ended
      join fixture_workspaces on fixture_workspaces.n = 1 + width_bucket(
        workspace, (select array_agg(cumulative_share order by n) from fixture_workspaces))
      cross join lateral (select extract(epoch from updated_at - created_at)::float8 / 60 as minutes) as lasted`;
    await transaction`create index on fixture_jobs (n)`;
    // Oldest first, and by id within a batch.
    for (let last = jobs; last > 0; last -= BATCH)
      await transaction`
        insert into gold.enrichments
        select
          id, workspace, name, contacts, type, status, created_at, updated_at, minutes, minutes / nullif(contacts, 0),
          status = 'CONCLUIDO',
          case when contacts < 100 then 'PEQUENO' when contacts <= 500 then 'MEDIO'
               when contacts <= 1000 then 'GRANDE' else 'MUITO_GRANDE' end,
          status in ('FALHOU', 'CANCELADO'), ${now}, n, md5('run')::uuid
        from fixture_jobs where n > ${last - BATCH} and n <= ${last}
        order by id`;
    await transaction`
      update ops.warehouse_state
      set data_version = 1, watermark = (select max(data_atualizacao) from gold.enrichments)`;
  });
  await sql`vacuum analyze`;
}
