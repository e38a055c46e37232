-- Rows for every table of released-schema.sql: 200 jobs in two versions each, over some days and both sides of midnight, from four
-- runs; rejects, open and resolved; a deleted record; a pending batch.

insert into ops.runs (run_id, generation, variant, kind, trigger, workflow_id, started_at, finished_at, outcome, balanced)
select md5('run' || n)::uuid, 1, 'modular', 'incremental', 'schedule', 'enrichment-pipeline-' || n, at, at + interval '4 s',
       case n when 3 then 'incomplete' else 'succeeded' end, n <> 3
from generate_series(1, 4) as n, lateral (select timestamptz '2026-01-05 12:00Z' + n * interval '5 min' as at) as started;

insert into ops.slices (run_id, slice_no, walk, cursor_at, records_read, finished_at)
select run_id, 1, 'keyset', started_at, 100, finished_at from ops.runs;

insert into ops.batches (run_id, first_version_id, last_version_id, versions, committed_at, transformed_at)
select run_id, 100 * run_number - 99, 100 * run_number, 100, finished_at, case when run_number < 4 then finished_at end
from ops.runs order by run_number;

insert into ops.findings (run_id, code, severity, records, record_ids, detail, remedy)
select run_id, 'rejected_records', 'warning', 4, array['1', '2'], 'Four records are rejected.', 'Fix them.' from ops.runs;

insert into ops.proofs (run_id, verdict, finished_at, high_water, source_records, warehouse_records, counts_up_to)
select run_id, 'proved', finished_at, started_at, 200, 200, 10000 from ops.runs;

insert into ops.proof_windows (run_id, window_no, origin, from_at, source_records, warehouse_records, difference_from,
                               difference_to, verdict)
select run_id, 1, 'boundary', started_at, 200, 200, 0, 0, 'equal' from ops.runs;

insert into ops.differences (run_id, record_key, kind, window_no)
select run_id, md5('job1')::uuid, 'stale', 1 from ops.runs;

insert into ops.purges (purge_id, workflow_id, cutoff, through_batch_id, through_run_number)
values (md5('purge')::uuid, 'purge', '2026-01-01Z', 1, 1);

insert into ops.api_keys (name, scope, secret_hash) values ('Ana', 'read', 'cafe');

insert into bronze.fetches (run_id, workflow_id, workflow_run_id, activity_type, attempt, request, http_status, failure,
                            rows, new_versions, requested_at, duration_ms, retry_after)
select run_id, 'bronze-ingest', 'r', 'readSlice', 1 + k, '/v1/enrichments?page=1&limit=100',
       case k when 0 then 200 else 429 end, case k when 1 then 'too many requests' end,
       case k when 0 then 100 else 0 end, case k when 0 then 100 else 0 end, started_at, 12, case k when 1 then '2' end
from ops.runs cross join generate_series(0, 1) as k order by run_number, k;

insert into bronze.enrichment_versions (record_key, previous_version_id, fetch_id, batch_id, observed_at, payload)
select md5('job' || (v - 1) % 200)::uuid, case when v > 200 then v - 200 end, 2 * batch_id - 1, batch_id, committed_at,
       json_build_object('id', md5('job' || (v - 1) % 200)::uuid, 'workspace_name', ' Aço ', 'total_contacts', v,
                         'status', case when v > 200 then 'COMPLETED' else 'PROCESSING' end,
                         'created_at', '2026-01-05T02:00:00Z', 'updated_at', '2026-01-05T03:00:00Z')
from generate_series(1, 400) as v join ops.batches on batch_id = 1 + (v - 1) / 100 order by v;

insert into bronze.enrichment_heads (record_key, version_id, content_hash, dw_ingested_at, dw_updated_at, updated_at, deleted_at)
select record_key, max(version_id), max(version_id), min(observed_at), max(observed_at), '2026-01-05T03:00:00Z',
       case max(version_id) when 210 then max(observed_at) + interval '1 s' end
from bronze.enrichment_versions group by record_key;

insert into bronze.deletions (record_key, deleted_at, run_id)
select md5('job9')::uuid, finished_at, run_id from ops.runs where run_number = 3;

insert into ops.rejected_records (version_id, record_key, run_id, rule, field, payload, resolved_at, resolved_by_version_id)
select version_id, record_key, md5('run1')::uuid, 'status_unknown', 'status', payload,
       case when version_id < 5 then now() end, case when version_id < 5 then version_id + 200 end
from bronze.enrichment_versions where version_id < 9;

insert into ops.sightings (run_id, record_key, content_hash) select run_id, md5('job1')::uuid, 1 from ops.runs;

insert into ops.duplicates (record_key, content_hash, copies, run_id) values (md5('job1')::uuid, 1, 1, md5('run1')::uuid);

insert into ops.source_fields (field, json_type, expected, first_seen_run_id, example)
values ('status', 'string', true, md5('run1')::uuid, '"PROCESSING"'), ('status', 'number', false, md5('run2')::uuid, '1');

insert into gold.enrichments (id_enriquecimento, id_workspace, nome_workspace, total_contatos, tipo_contato,
                              status_processamento, data_criacao, data_atualizacao, duracao_processamento_minutos,
                              tempo_por_contato_minutos, processamento_sucesso, categoria_tamanho_job,
                              necessita_reprocessamento, data_atualizacao_dw, id_versao_bronze, id_execucao)
select record_key, md5('workspace' || version_id % 7)::uuid, 'Aço', version_id,
       case when version_id % 2 = 0 then 'PESSOA' else 'EMPRESA' end,
       (array['EM_PROCESSAMENTO', 'CONCLUIDO', 'FALHOU', 'CANCELADO'])[1 + version_id % 4], created, created + took,
       minutes, minutes / version_id, version_id % 4 = 1,
       case when version_id < 100 then 'PEQUENO' when version_id <= 500 then 'MEDIO' else 'GRANDE' end,
       version_id % 4 > 1, now(), version_id, md5('run3')::uuid
from bronze.enrichment_versions
cross join lateral (select timestamptz '2026-01-04 23:10Z' + version_id * interval '17 min' as created,
                           version_id * interval '13.5 s' as took) as times
cross join lateral (select extract(epoch from took)::double precision / 60 as minutes) as duration
where version_id between 9 and 300 and version_id <> 210
  and not exists (select from bronze.enrichment_versions as newer
                  where newer.record_key = enrichment_versions.record_key
                    and newer.version_id between enrichment_versions.version_id + 1 and 300);

-- A job that looks the same as another one.
insert into gold.enrichments
select md5('twin')::uuid, twin.* from (
  select id_workspace, nome_workspace, total_contatos, tipo_contato, status_processamento, data_criacao, data_atualizacao,
         duracao_processamento_minutos, tempo_por_contato_minutos, processamento_sucesso, categoria_tamanho_job,
         necessita_reprocessamento, data_atualizacao_dw, id_versao_bronze, id_execucao
  from gold.enrichments limit 1
) as twin;

update ops.warehouse_state set watermark = '2026-01-05 12:20Z', data_version = 3;
