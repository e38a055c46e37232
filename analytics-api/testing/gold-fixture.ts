import type { WarehouseClient } from "@enrichment-monitor/warehouse";

export interface GoldFixtureOptions {
  /** Start of the newest run; all jobs are older. */
  now: Date;
  enrichments?: number;
  workspaces?: number;
  /** The maximum age of jobs. */
  days?: number;
}

/** Runs of the ledger, five minutes apart, the newest at `now`. */
const RUNS = 48;
const FETCHES_PER_RUN = 4;

/** A pseudo-random number in [0, 1) from row `n` and `salt`. */
const chance = (salt: string): string =>
  `(('x' || substr(md5(n || '${salt}'), 1, 7))::bit(28)::int / 268435456.0)`;

/**
 * Fills an empty warehouse with jobs of all kinds, their raw versions, and the runs, fetches, batches and rejects of a pipeline that
 * is healthy but had some failures. Deterministic.
 */
export async function insertGoldFixture(
  sql: WarehouseClient,
  { now, enrichments = 3_000, workspaces = 40, days = 60 }: GoldFixtureOptions,
): Promise<void> {
  await sql.begin(async (transaction) => {
    // Safe without parameters: only this package's tests set the options.
    const at = `timestamptz '${now.toISOString()}'`;
    await transaction.unsafe(insertRuns(at));
    await transaction.unsafe(insertBatchesAndFetches(enrichments));
    await transaction.unsafe(insertJobs(at, { enrichments, workspaces, days }));
    await transaction.unsafe(insertRejects(enrichments));
    await transaction.unsafe(insertFindings());
    await transaction.unsafe(insertProofs());
    await transaction.unsafe(insertSourceFields());
    await transaction.unsafe(`
      update ops.warehouse_state
      set data_version = 7, watermark = (select max(data_atualizacao) from gold.enrichments)`);
  });
  await sql`analyze`;
}

const runOutcome = `
  case n when ${RUNS - 30} then 'failed' when ${RUNS - 20} then 'incomplete' when ${RUNS - 10} then 'canceled'
    when ${RUNS - 4} then 'succeeded_with_findings' else 'succeeded' end`;

const insertRuns = (at: string): string => `
  insert into ops.runs (
    run_id, generation, variant, kind, trigger, workflow_id, started_at, finished_at, outcome, error,
    window_from, window_to, source_honours_updated_since, requests, rate_limited, retries, records_read,
    versions_written, gold_inserted, gold_updated, rejected, fetching_ms, rate_limit_wait_ms, transforming_ms,
    source_records, gold_records, rejected_records, balanced)
  select
    md5('run' || n)::uuid, 1, case when n % 12 = 5 then 'linear' else 'modular' end,
    case when n = 1 then 'first_load' when n % 16 = 0 then 'reconcile' else 'incremental' end,
    case when n = 1 then 'start' when n % 12 = 5 then 'cli' else 'schedule' end,
    'enrichment-pipeline-' || to_char(started_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"'),
    started_at, started_at + (2 + 9 * ${chance("d")}) * interval '1 second', outcome,
    case outcome
      when 'failed' then 'The source answered 401: check SOURCE_API_KEY'
      when 'canceled' then 'Canceled by an operator'
      when 'incomplete' then '10 records of the source are neither in gold nor rejected.'
    end,
    case when n > 1 then started_at - interval '15 minutes' end, started_at,
    true, ${FETCHES_PER_RUN}, case when n % 9 = 0 then 1 else 0 end, case when n % 9 = 0 then 1 else 0 end,
    60 + n, 30 + n, 10, 20, case when n % 8 = 0 then 1 else 0 end,
    800 + n * 7, case when n % 9 = 0 then 4000 else 0 end, 90 + n,
    3000, case outcome when 'incomplete' then 2990 else 2994 end, 6,
    case outcome when 'succeeded' then true when 'succeeded_with_findings' then true when 'incomplete' then false end
  from generate_series(1, ${RUNS}) as n,
    lateral (select ${at} - (${RUNS} - n) * interval '5 minutes' as started_at,
                    ${runOutcome} as outcome) as run
  order by n`;

/** A time within a run, at a part of its duration. */
const during = (part: number): string => `started_at + ${part} * (finished_at - started_at)`;

/** Run n has slice 0 and batch n. Its first fetch returned all its records; later ones were probes, every ninth refused. */
const insertBatchesAndFetches = (enrichments: number): string => `
  insert into ops.batches (batch_id, run_id, first_version_id, last_version_id, versions, committed_at, transformed_at)
  overriding system value
  select n, run_id, n, ${2 * enrichments}, records_read, ${during(0.5)}, ${during(0.6)}
  from generate_series(1, ${RUNS}) as n
  join ops.runs on run_id = md5('run' || n)::uuid
  order by n;
  insert into ops.slices (
    run_id, slice_no, from_at, to_at, walk, cursor_at, commits, max_updated_at, records_read, expected_records,
    finished_at)
  select run_id, 0, window_from, null, 'keyset', window_to, 1, window_to, records_read, records_read, ${during(0.5)}
  from ops.runs;
  insert into bronze.fetches (
    fetch_id, run_id, workflow_id, workflow_run_id, activity_type, attempt, request, http_status, failure, rows,
    new_versions, requested_at, duration_ms, retry_after)
  overriding system value
  select
    (n - 1) * ${FETCHES_PER_RUN} + k, run_id, 'bronze-ingest', md5('bronze' || n),
    case k when 1 then 'ingestSlice' else 'probeSource' end, 1 + (refused)::int,
    '/v1/enrichments?page=1&limit=' || case k when 1 then 100 else 1 end || '&updated_since='
      || to_char(started_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"'),
    case when refused then 429 when outcome = 'failed' then 401 else 200 end,
    case when refused then 'SourceRateLimited' when outcome = 'failed' then 'SourceRefusedKey' end,
    case k when 1 then 60 else 1 end, case k when 1 then 30 else 0 end,
    started_at + k * interval '200 milliseconds', 40 + (n * 13 + k * 29) % 180, case when refused then '4' end
  from generate_series(1, ${RUNS}) as n
  join ops.runs on run_id = md5('run' || n)::uuid
  cross join generate_series(1, ${FETCHES_PER_RUN}) as k
  cross join lateral (select n % 9 = 0 and k = 2 as refused) as answer
  order by n, k`;

/** The first names are difficult for spreadsheets, CSV and LIKE. */
const workspaceName = `
  case n
    when 1 then '=HYPERLINK("https://example.com";"Bônus")'
    when 2 then 'Aspas "Duplas", Vírgulas; & Cia'
    when 3 then '100%_Certo \\ Ltda'
    else (array['Tech', 'Dados', 'Aço', 'Café', 'Norte', 'Sul', 'Ágil', 'Prisma'])[1 + n % 8]
      || ' ' || (array['Soluções', 'Indústria', 'Comércio', 'Logística', 'Saúde'])[1 + n % 5] || ' ' || n
  end`;

/**
 * Row n: created within \`days\` before now, more often by day than by night; some jobs, and a tenth of those younger than an hour, are
 * still running. Version n is its first, version n + enrichments its last.
 */
const insertJobs = (
  at: string,
  { enrichments, workspaces, days }: { enrichments: number; workspaces: number; days: number },
): string => `
  create temporary table fixture on commit drop as
  with drawn as (
    select
      n,
      md5('job' || n)::uuid as id,
      1 + floor(${workspaces} * power(${chance("workspace")}, 2))::int as workspace,
      floor(exp(8.2 * ${chance("contacts")}))::int - 1 as contacts,
      ${chance("type")} < 0.6 as company,
      ${chance("status")} as status,
      0.05 + 60 * power(${chance("duration")}, 4) as minutes,
      least(
        date_trunc('day', ${at} - interval '1 day' * ${days} * ${chance("day")})
          + interval '1 second' * floor(43200 * (${chance("morning")} + ${chance("evening")})),
        ${at} - interval '1 second' * floor(20 + 3600 * ${chance("day")})
      ) as created
    from generate_series(1, ${enrichments}) as n
  ), timed as (
    select *, date_trunc('second', created) as created_at,
           date_trunc('second', created + minutes * interval '1 minute') as ended_at
    from drawn
  )
  select
    n, id, md5('workspace' || workspace)::uuid as workspace_id, workspace, contacts, company, created_at,
    case
      when ended_at > ${at} or status < 0.01 then 'EM_PROCESSAMENTO'
      when status < 0.84 then 'CONCLUIDO'
      when status < 0.95 then 'FALHOU'
      else 'CANCELADO'
    end as status,
    least(ended_at, date_trunc('second', ${at})) as updated_at,
    1 + n % ${RUNS} as run
  from timed;

  create temporary table fixture_names on commit drop as
  select n as workspace, ${workspaceName} as name from generate_series(1, ${workspaces}) as n;

  insert into bronze.enrichment_versions (
    version_id, record_key, previous_version_id, fetch_id, batch_id, observed_at, payload)
  overriding system value
  select
    n + seen * ${enrichments}, id, case seen when 1 then n end, 1 + (run - 1) * ${FETCHES_PER_RUN}, run,
    case seen when 0 then created_at else updated_at end + interval '30 seconds',
    json_build_object(
      'id', id, 'id_workspace', workspace_id, 'workspace_name', name, 'total_contacts', contacts,
      'contact_type', case when company then 'COMPANY' else 'PERSON' end,
      'status', case
        when seen = 0 or status = 'EM_PROCESSAMENTO' then 'PROCESSING'
        when status = 'CONCLUIDO' then 'COMPLETED' when status = 'FALHOU' then 'FAILED' else 'CANCELED' end,
      'created_at', to_char(created_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"'),
      'updated_at', to_char((case seen when 0 then created_at else updated_at end) at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"'))
  from fixture
  join fixture_names using (workspace)
  cross join generate_series(0, 1) as seen
  order by 1;

  insert into bronze.enrichment_heads (record_key, version_id, content_hash, dw_ingested_at, dw_updated_at)
  select id, n + ${enrichments}, hashtextextended(id::text, 0), created_at + interval '30 seconds',
         updated_at + interval '30 seconds'
  from fixture
  order by id;

  insert into gold.enrichments
  select
    id, workspace_id, name, contacts, case when company then 'EMPRESA' else 'PESSOA' end, status,
    created_at, updated_at, minutes, minutes / nullif(contacts, 0), status = 'CONCLUIDO',
    case when contacts < 100 then 'PEQUENO' when contacts <= 500 then 'MEDIO'
         when contacts <= 1000 then 'GRANDE' else 'MUITO_GRANDE' end,
    status in ('FALHOU', 'CANCELADO'), ${at}, n + ${enrichments}, md5('run' || run)::uuid
  from fixture
  join fixture_names using (workspace)
  cross join lateral (select extract(epoch from updated_at - created_at)::double precision / 60 as minutes) as lasted
  order by id`;

/**
 * Twelve versions that broke a rule: six between the first and the last version of a job, resolved by the last, and six of records
 * without a valid version.
 */
const insertRejects = (enrichments: number): string => `
  insert into bronze.enrichment_versions (
    version_id, record_key, previous_version_id, fetch_id, batch_id, observed_at, payload)
  overriding system value
  select ${2 * enrichments} + n, md5(case when n <= 6 then 'job' else 'reject' end || n)::uuid,
         case when n <= 6 then n end, 1 + (n - 1) * ${FETCHES_PER_RUN}, n,
         coalesce(first.observed_at + interval '1 second', started_at),
         json_build_object('id', md5('job' || n)::uuid, 'total_contacts', -n, 'status', 'COMPLETED')
  from generate_series(1, 12) as n
  join ops.runs on run_id = md5('run' || n)::uuid
  left join bronze.enrichment_versions as first on n <= 6 and first.version_id = n
  order by n;
  update bronze.enrichment_versions
  set previous_version_id = ${2 * enrichments} + previous_version_id
  where version_id between ${enrichments} + 1 and ${enrichments} + 6;
  insert into bronze.enrichment_heads (record_key, version_id, content_hash, dw_ingested_at, dw_updated_at)
  select record_key, version_id, version_id, observed_at, observed_at
  from bronze.enrichment_versions
  where version_id > ${2 * enrichments} + 6;
  insert into ops.rejected_records (
    version_id, record_key, run_id, rule, field, payload, rejected_at, resolved_at, resolved_by_version_id)
  select version_id, record_key, md5('run' || n)::uuid, case when n % 2 = 0 then 'not_negative' else 'required' end,
         case when n % 2 = 0 then 'total_contacts' else 'workspace_name' end, payload, observed_at,
         case when n <= 6 then observed_at + interval '5 minutes' end, case when n <= 6 then ${enrichments} + n end
  from bronze.enrichment_versions
  cross join lateral (select version_id - ${2 * enrichments} as n) as reject
  where version_id > ${2 * enrichments};
  select setval(pg_get_serial_sequence('bronze.enrichment_versions', 'version_id'), ${2 * enrichments} + 12),
         setval(pg_get_serial_sequence('bronze.fetches', 'fetch_id'), ${RUNS * FETCHES_PER_RUN}),
         setval(pg_get_serial_sequence('ops.batches', 'batch_id'), ${RUNS})`;

/** Of the incomplete run, and of the one that succeeded with findings. */
const insertFindings = (): string => `
  insert into ops.findings (run_id, code, severity, records, record_ids, detail, remedy, found_at)
  select run_id, code, severity, records, record_ids::text[], detail, remedy, finished_at
  from (values
    (${RUNS - 20}, 'count_differs', 'gap', 10, '{}', 'The source counts 10 records more than it lists.',
     'Ask the owners of the source: the next run reads everything again.'),
    (${RUNS - 4}, 'rejected_records', 'warning', 2,
     '{f47ac10b-58cc-4372-a567-0e02b2c3d479,e6bb64bf-46e4-410d-8406-c61e267ea607}',
     '2 records broke a rule and are not in gold.', 'See which at /pipeline/rejects, and fix them at the source.'),
    (${RUNS - 4}, 'deleted_records', 'notice', 1, '{0b0f9d0e-6c5c-4a0f-9a5d-3c6a4c1c2d11}',
     '1 record is no longer at the source.', 'Nothing: gold no longer counts it.')
  ) as found (n, code, severity, records, record_ids, detail, remedy)
  join ops.runs on run_id = md5('run' || n)::uuid`;

/** Of the newest runs, with all verdicts; the run that succeeded with findings found one record gone and one lost. */
const insertProofs = (): string => `
  insert into ops.proofs (
    run_id, verdict, started_at, finished_at, high_water, source_records, warehouse_records, requests, gold_checked)
  select run_id,
         case n when ${RUNS - 1} then 'being_checked' when ${RUNS - 2} then 'read_in_full' when ${RUNS - 3} then 'not_countable'
           else 'proved' end,
         ${during(0.7)}, finished_at, window_to,
         case when n <> ${RUNS - 3} then 3000 end, case when n <> ${RUNS - 3} then 3000 - (n = ${RUNS - 1})::int end,
         case n when ${RUNS - 3} then 0 when ${RUNS - 4} then 22 else 9 end, 500
  from generate_series(${RUNS - 8}, ${RUNS}) as n
  join ops.runs on run_id = md5('run' || n)::uuid;
  insert into ops.proof_windows (
    run_id, window_no, origin, from_at, to_at, source_records, warehouse_records, difference_from, difference_to, verdict,
    counted_at)
  select run_id, window_no, origin, high_water - begins, high_water - ends, records,
         records - difference, difference, 0,
         case when n = ${RUNS - 1} and window_no = 2 then 'unsettled' when n = ${RUNS - 4} and window_no = 2 then 'healed' else 'equal' end,
         finished_at
  from generate_series(${RUNS - 8}, ${RUNS}) as n
  join ops.proofs on run_id = md5('run' || n)::uuid and verdict <> 'not_countable'
  cross join (values
    (1, 'boundary', null::interval, interval '2 days', 2400),
    (2, 'half', interval '2 days', interval '1 hour', 580),
    (3, 'boundary', interval '1 hour', null::interval, 20),
    (4, 'scrub', interval '3 days', interval '2 days', 100)
  ) as counted (window_no, origin, begins, ends, records)
  cross join lateral (select (n = ${RUNS - 1} and window_no = 2)::int as difference) as found;
  insert into ops.differences (run_id, record_key, kind, window_no, version_id, found_at)
  select run_id, record_key, kind, 2, version_id, finished_at
  from ops.proofs
  cross join (values
    (md5('gone')::uuid, 'gone', null::bigint), (md5('job1')::uuid, 'lost', 1)
  ) as found (record_key, kind, version_id)
  where run_id = md5('run' || ${RUNS - 4})::uuid`;

/** A number stopped being a text in run 41, and `legacy_id` has not been seen since an upgrade. */
const insertSourceFields = (): string => `
  insert into ops.source_fields (
    field, json_type, expected, first_seen_at, first_seen_run_id, last_seen_at, last_seen_run_id, example)
  select field, json_type, expected, first.started_at, first.run_id, last.started_at, last.run_id, example::json
  from (values
    ('id', 'string', true, 1, ${RUNS}, '"f47ac10b-58cc-4372-a567-0e02b2c3d479"'),
    ('id_workspace', 'string', true, 1, ${RUNS}, '"e6bb64bf-46e4-410d-8406-c61e267ea607"'),
    ('workspace_name', 'string', true, 1, ${RUNS}, '"Tech Solutions Corp"'),
    ('total_contacts', 'number', true, 1, ${RUNS}, '1500'),
    ('contact_type', 'string', true, 1, ${RUNS}, '"COMPANY"'),
    ('status', 'string', true, 1, ${RUNS}, '"COMPLETED"'),
    ('created_at', 'string', true, 1, ${RUNS}, '"2025-11-15T14:30:00Z"'),
    ('updated_at', 'string', true, 1, ${RUNS}, '"2025-11-15T14:35:22Z"'),
    ('total_contacts', 'string', false, 30, 40, '"1500"'),
    ('owner', 'object', false, 40, ${RUNS}, '{"name": "Ana"}'),
    ('legacy_id', 'number', false, 1, null, '17')
  ) as seen (field, json_type, expected, first_run, last_run, example)
  join ops.runs as first on first.run_id = md5('run' || first_run)::uuid
  left join ops.runs as last on last.run_id = md5('run' || last_run)::uuid`;
