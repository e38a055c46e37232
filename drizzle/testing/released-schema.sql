-- The schema of the 24 migrations that 0000_warehouse.sql replaced, with drizzle's list of them: upgrade tests start from it. It is
-- the output of pg_dump --schema-only --no-owner --no-comments, without its session settings; the group roles must exist.

-- Functions come before the tables that they read.
SET check_function_bodies = false;

CREATE SCHEMA bronze;

CREATE SCHEMA drizzle;

CREATE SCHEMA gold;

CREATE SCHEMA ops;

CREATE FUNCTION bronze.readable(payload json) RETURNS boolean
    LANGUAGE sql STABLE PARALLEL SAFE
    RETURN (((payload)::text !~~ '%\\u%'::text) OR (((payload)::text !~~ '%\\u0000%'::text) AND ((payload)::text !~~ '%\\ud%'::text) AND ((payload)::text !~~ '%\\uD%'::text)) OR pg_input_is_valid((payload)::text, 'jsonb'::text));

CREATE FUNCTION gold.adjust_rollups() RETURNS trigger
    LANGUAGE plpgsql
    AS $_$
DECLARE
  -- Only the transition tables of its own event exist when the trigger runs.
  changes text := CASE TG_OP
    WHEN 'INSERT' THEN 'SELECT 1 AS sign, * FROM added'
    WHEN 'DELETE' THEN 'SELECT -1 AS sign, * FROM removed'
    ELSE 'SELECT 1 AS sign, * FROM added UNION ALL SELECT -1, * FROM removed' END;
  dimensions text := 'tipo_contato, status_processamento, categoria_tamanho_job';
  rollup record;
  emptied tid[];
BEGIN
  -- Also a statement that writes nothing, or only inserts where it might have updated, runs its triggers.
  IF TG_OP <> 'DELETE' THEN
    IF NOT EXISTS (SELECT FROM added) THEN RETURN NULL; END IF;
  END IF;
  -- One transaction at a time, until its end: two would update the same rows in different orders.
  PERFORM pg_advisory_xact_lock(7233003);
  FOR rollup IN SELECT * FROM (VALUES
    ('enrichments_by_hour', 'hora', 'date_bin(''1 hour'', data_criacao, ''epoch'') AS hora',
     format('(hora, %s, faixa)', dimensions)),
    ('enrichments_by_day', 'id_workspace, dia', '(data_criacao AT TIME ZONE ''America/Sao_Paulo'')::date AS dia',
     format('(id_workspace, dia, %1$s, faixa), (dia, %1$s, faixa)', dimensions))
  ) AS rollups(name, period, period_of, grouping_sets)
  LOOP
    EXECUTE format($statement$
      WITH class AS (
        SELECT %2$s, faixa, sum(sign)::integer AS jobs, sum(sign * total_contatos)::bigint AS contacts,
               sum(sign * round(duracao_processamento_minutos * 60000)::bigint)::bigint AS duration_ms
        FROM (
          SELECT %3$s, gold.faixa_duracao(duracao_processamento_minutos)::smallint AS faixa, changes.* FROM (%4$s) AS changes
        ) AS change
        GROUP BY GROUPING SETS (%5$s)
      ), delta AS (
        SELECT %2$s, sum(jobs)::integer, sum(contacts)::bigint, sum(duration_ms)::bigint,
               coalesce(array_agg(faixa ORDER BY faixa) FILTER (WHERE jobs <> 0), '{}'),
               coalesce(array_agg(jobs ORDER BY faixa) FILTER (WHERE jobs <> 0), '{}')
        FROM class
        GROUP BY %2$s
        HAVING bool_or(jobs <> 0 OR contacts <> 0 OR duration_ms <> 0)
        ORDER BY %2$s
      ), written AS (
        INSERT INTO gold.%1$I AS rollup SELECT * FROM delta
        ON CONFLICT (%2$s) DO UPDATE SET
          total_enriquecimentos = rollup.total_enriquecimentos + excluded.total_enriquecimentos,
          total_contatos = rollup.total_contatos + excluded.total_contatos,
          soma_duracao_ms = rollup.soma_duracao_ms + excluded.soma_duracao_ms,
          (faixas_duracao, enriquecimentos_por_faixa) = (
            SELECT coalesce(array_agg(faixa ORDER BY faixa), '{}'), coalesce(array_agg(jobs ORDER BY faixa), '{}')
            FROM (
              SELECT faixa, sum(jobs)::integer AS jobs
              FROM (
                SELECT unnest(rollup.faixas_duracao), unnest(rollup.enriquecimentos_por_faixa)
                UNION ALL
                SELECT unnest(excluded.faixas_duracao), unnest(excluded.enriquecimentos_por_faixa)
              ) AS class(faixa, jobs)
              GROUP BY faixa
              HAVING sum(jobs) <> 0
            ) AS merged
          )
        RETURNING rollup.ctid, rollup.total_enriquecimentos
      )
      SELECT array_agg(ctid) FROM written WHERE total_enriquecimentos = 0
    $statement$, rollup.name, rollup.period || ', ' || dimensions, rollup.period_of, changes, rollup.grouping_sets)
    INTO emptied;
    EXECUTE format('DELETE FROM gold.%I WHERE ctid = ANY($1)', rollup.name) USING emptied;
  END LOOP;
  RETURN NULL;
END $_$;

CREATE FUNCTION gold.categoria_tamanho_job(total_contatos integer) RETURNS text
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN CASE WHEN (total_contatos < 100) THEN 'PEQUENO'::text WHEN (total_contatos <= 500) THEN 'MEDIO'::text WHEN (total_contatos <= 1000) THEN 'GRANDE'::text WHEN (total_contatos > 1000) THEN 'MUITO_GRANDE'::text ELSE NULL::text END;

CREATE FUNCTION gold.data_hora(source_time text) RETURNS timestamp with time zone
    LANGUAGE sql STABLE PARALLEL SAFE
    RETURN CASE WHEN ((source_time ~~ '____-__-__T__:__:__Z'::text) AND pg_input_is_valid(source_time, 'timestamptz'::text) AND (source_time = (replace((((source_time)::timestamp with time zone AT TIME ZONE 'UTC'::text))::text, ' '::text, 'T'::text) || 'Z'::text))) THEN (source_time)::timestamp with time zone WHEN ((source_time ~ '^([0-9]{4}-[0-9]{2}-[0-9]{2}[Tt ][0-9]{2}:[0-9]{2}(:[0-9]{2}([.,][0-9]+)?)?|[0-9]{8}[Tt][0-9]{4}([0-9]{2}([.,][0-9]+)?)?)([Zz]|[+-][0-9]{2}(:?[0-9]{2})?)$'::text) AND pg_input_is_valid(replace(source_time, ','::text, '.'::text), 'timestamptz'::text)) THEN (replace(source_time, ','::text, '.'::text))::timestamp with time zone ELSE NULL::timestamp with time zone END;

CREATE FUNCTION gold.duracao_minutos(data_criacao timestamp with time zone, data_atualizacao timestamp with time zone) RETURNS double precision
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN GREATEST(((EXTRACT(epoch FROM (data_atualizacao - data_criacao)))::double precision / (60)::double precision), (0)::double precision);

CREATE FUNCTION gold.empty_rollups() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
  TRUNCATE gold.enrichments_by_hour, gold.enrichments_by_day;
  RETURN NULL;
END $$;

CREATE FUNCTION gold.faixa_duracao(minutos double precision) RETURNS integer
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN CASE WHEN ((minutos * (60)::double precision) < (1)::double precision) THEN 0 ELSE (1 + (floor((((8)::double precision * ln((minutos * (60)::double precision))) / (0.6931471805599453)::double precision)))::integer) END;

CREATE FUNCTION gold.nome_workspace(workspace_name text) RETURNS text
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN btrim(workspace_name, '	
                  　'::text);

CREATE FUNCTION gold.status_processamento(status text) RETURNS text
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN CASE status WHEN 'PROCESSING'::text THEN 'EM_PROCESSAMENTO'::text WHEN 'COMPLETED'::text THEN 'CONCLUIDO'::text WHEN 'FAILED'::text THEN 'FALHOU'::text WHEN 'CANCELED'::text THEN 'CANCELADO'::text ELSE NULL::text END;

CREATE FUNCTION gold.tipo_contato(contact_type text) RETURNS text
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN CASE contact_type WHEN 'PERSON'::text THEN 'PESSOA'::text WHEN 'COMPANY'::text THEN 'EMPRESA'::text ELSE NULL::text END;

CREATE FUNCTION ops.next_run_number() RETURNS bigint
    LANGUAGE sql
    AS $$ SELECT coalesce(max(run_number), 0) + 1 FROM ops.runs $$;

CREATE FUNCTION ops.notify_warehouse_changed() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
  NOTIFY warehouse_changed;
  RETURN NULL;
END $$;

CREATE TABLE bronze.deletions (
    record_key uuid NOT NULL,
    deleted_at timestamp with time zone NOT NULL,
    run_id uuid NOT NULL,
    reason text DEFAULT 'gone'::text NOT NULL,
    CONSTRAINT deletions_reason CHECK ((reason = ANY (ARRAY['gone'::text, 'rolled_back'::text])))
);

CREATE TABLE bronze.enrichment_heads (
    record_key uuid NOT NULL,
    version_id bigint NOT NULL,
    content_hash bigint NOT NULL,
    dw_ingested_at timestamp with time zone NOT NULL,
    dw_updated_at timestamp with time zone NOT NULL,
    deleted_at timestamp with time zone,
    updated_at timestamp with time zone
)
WITH (fillfactor='90');

CREATE TABLE bronze.enrichment_versions (
    version_id bigint NOT NULL,
    record_key uuid NOT NULL,
    previous_version_id bigint,
    fetch_id bigint NOT NULL,
    batch_id bigint NOT NULL,
    observed_at timestamp with time zone NOT NULL,
    payload json NOT NULL
);

ALTER TABLE bronze.enrichment_versions ALTER COLUMN version_id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME bronze.enrichment_versions_version_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE VIEW bronze.enrichments AS
 SELECT heads.record_key,
    versions.payload,
    heads.version_id,
    versions.fetch_id,
    heads.dw_ingested_at,
    heads.dw_updated_at,
    heads.deleted_at
   FROM (bronze.enrichment_heads heads
     JOIN bronze.enrichment_versions versions USING (version_id));

CREATE TABLE bronze.fetches (
    fetch_id bigint NOT NULL,
    run_id uuid NOT NULL,
    workflow_id text NOT NULL,
    workflow_run_id text NOT NULL,
    activity_type text NOT NULL,
    attempt integer NOT NULL,
    request text NOT NULL,
    http_status smallint,
    failure text,
    rows integer DEFAULT 0 NOT NULL,
    new_versions integer DEFAULT 0 NOT NULL,
    requested_at timestamp with time zone NOT NULL,
    duration_ms integer NOT NULL,
    retry_after text,
    retry_wait_ms integer
);

ALTER TABLE bronze.fetches ALTER COLUMN fetch_id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME bronze.fetches_fetch_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE drizzle.__drizzle_migrations (
    id integer NOT NULL,
    hash text NOT NULL,
    created_at bigint
);

CREATE SEQUENCE drizzle.__drizzle_migrations_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;

ALTER SEQUENCE drizzle.__drizzle_migrations_id_seq OWNED BY drizzle.__drizzle_migrations.id;

CREATE TABLE gold.enrichments (
    id_enriquecimento uuid NOT NULL,
    id_workspace uuid NOT NULL,
    nome_workspace text NOT NULL,
    total_contatos integer NOT NULL,
    tipo_contato text NOT NULL,
    status_processamento text NOT NULL,
    data_criacao timestamp with time zone NOT NULL,
    data_atualizacao timestamp with time zone NOT NULL,
    duracao_processamento_minutos double precision NOT NULL,
    tempo_por_contato_minutos double precision,
    processamento_sucesso boolean NOT NULL,
    categoria_tamanho_job text NOT NULL,
    necessita_reprocessamento boolean NOT NULL,
    data_atualizacao_dw timestamp with time zone NOT NULL,
    id_versao_bronze bigint NOT NULL,
    id_execucao uuid NOT NULL,
    CONSTRAINT enrichments_categoria_tamanho_job CHECK ((categoria_tamanho_job = ANY (ARRAY['PEQUENO'::text, 'MEDIO'::text, 'GRANDE'::text, 'MUITO_GRANDE'::text]))),
    CONSTRAINT enrichments_status_processamento CHECK ((status_processamento = ANY (ARRAY['EM_PROCESSAMENTO'::text, 'CONCLUIDO'::text, 'FALHOU'::text, 'CANCELADO'::text]))),
    CONSTRAINT enrichments_tipo_contato CHECK ((tipo_contato = ANY (ARRAY['PESSOA'::text, 'EMPRESA'::text]))),
    CONSTRAINT enrichments_total_contatos CHECK ((total_contatos >= 0))
);

CREATE TABLE gold.enrichments_by_day (
    id_workspace uuid,
    dia date NOT NULL,
    tipo_contato text NOT NULL,
    status_processamento text NOT NULL,
    categoria_tamanho_job text NOT NULL,
    total_enriquecimentos integer NOT NULL,
    total_contatos bigint NOT NULL,
    soma_duracao_ms bigint NOT NULL,
    faixas_duracao smallint[] NOT NULL,
    enriquecimentos_por_faixa integer[] NOT NULL
)
WITH (fillfactor='80');

CREATE TABLE gold.enrichments_by_hour (
    hora timestamp with time zone NOT NULL,
    tipo_contato text NOT NULL,
    status_processamento text NOT NULL,
    categoria_tamanho_job text NOT NULL,
    total_enriquecimentos integer NOT NULL,
    total_contatos bigint NOT NULL,
    soma_duracao_ms bigint NOT NULL,
    faixas_duracao smallint[] NOT NULL,
    enriquecimentos_por_faixa integer[] NOT NULL
)
WITH (fillfactor='80');

CREATE TABLE ops.batches (
    batch_id bigint NOT NULL,
    run_id uuid NOT NULL,
    first_version_id bigint NOT NULL,
    last_version_id bigint NOT NULL,
    versions integer NOT NULL,
    committed_at timestamp with time zone DEFAULT now() NOT NULL,
    transformed_at timestamp with time zone
);

CREATE TABLE ops.rejected_records (
    version_id bigint NOT NULL,
    record_key uuid NOT NULL,
    run_id uuid NOT NULL,
    rule text NOT NULL,
    field text NOT NULL,
    payload json NOT NULL,
    rejected_at timestamp with time zone DEFAULT now() NOT NULL,
    resolved_at timestamp with time zone,
    resolved_by_version_id bigint
);

CREATE VIEW gold.enrichments_history AS
 SELECT id_enriquecimento,
    id_workspace,
    nome_workspace,
    total_contatos,
    tipo_contato,
    status_processamento,
    data_criacao,
    data_atualizacao,
    duracao_processamento_minutos,
    (duracao_processamento_minutos / (NULLIF(total_contatos, 0))::double precision) AS tempo_por_contato_minutos,
    (status_processamento = 'CONCLUIDO'::text) AS processamento_sucesso,
    gold.categoria_tamanho_job(total_contatos) AS categoria_tamanho_job,
    (status_processamento = ANY (ARRAY['FALHOU'::text, 'CANCELADO'::text])) AS necessita_reprocessamento,
    id_versao_bronze,
    valid_from,
    valid_to
   FROM ( SELECT translated.id_enriquecimento,
            translated.id_workspace,
            translated.nome_workspace,
            translated.total_contatos,
            translated.tipo_contato,
            translated.status_processamento,
            translated.data_criacao,
            translated.data_atualizacao,
            translated.id_versao_bronze,
            translated.valid_from,
            translated.deleted_at,
            gold.duracao_minutos(translated.data_criacao, translated.data_atualizacao) AS duracao_processamento_minutos,
            LEAST(min(translated.valid_from) OVER newer, translated.deleted_at) AS valid_to
           FROM ( SELECT version.record_key AS id_enriquecimento,
                    (field.id_workspace)::uuid AS id_workspace,
                    gold.nome_workspace(field.workspace_name) AS nome_workspace,
                    ((field.total_contacts)::numeric)::integer AS total_contatos,
                    gold.tipo_contato(field.contact_type) AS tipo_contato,
                    gold.status_processamento(field.status) AS status_processamento,
                    gold.data_hora(field.created_at) AS data_criacao,
                    gold.data_hora(field.updated_at) AS data_atualizacao,
                    version.version_id AS id_versao_bronze,
                    version.observed_at AS valid_from,
                    next.deleted_at
                   FROM ((bronze.enrichment_versions version
                     CROSS JOIN LATERAL ( SELECT min(deletion.deleted_at) AS deleted_at
                           FROM bronze.deletions deletion
                          WHERE ((deletion.record_key = version.record_key) AND (deletion.deleted_at > version.observed_at))) next)
                     CROSS JOIN LATERAL json_to_record(
                        CASE
                            WHEN ((json_typeof(version.payload) = 'object'::text) AND bronze.readable(version.payload)) THEN version.payload
                            ELSE '{}'::json
                        END) field(id_workspace text, workspace_name text, total_contacts text, contact_type text, status text, created_at text, updated_at text))
                  WHERE ((NOT (EXISTS ( SELECT
                           FROM ops.rejected_records reject
                          WHERE (reject.version_id = version.version_id)))) AND (NOT (EXISTS ( SELECT
                           FROM ops.batches batch
                          WHERE ((batch.batch_id = version.batch_id) AND (batch.transformed_at IS NULL))))))) translated
          WINDOW newer AS (PARTITION BY translated.id_enriquecimento, translated.deleted_at ORDER BY translated.data_atualizacao DESC, translated.id_versao_bronze DESC ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING)) state
  WHERE ((valid_to IS NULL) OR (valid_from < valid_to));

CREATE TABLE ops.runs (
    run_id uuid NOT NULL,
    run_number bigint DEFAULT ops.next_run_number() NOT NULL,
    generation bigint NOT NULL,
    variant text NOT NULL,
    kind text NOT NULL,
    trigger text NOT NULL,
    workflow_id text NOT NULL,
    started_at timestamp with time zone DEFAULT now() NOT NULL,
    finished_at timestamp with time zone,
    outcome text DEFAULT 'running'::text NOT NULL,
    error text,
    window_from timestamp with time zone,
    window_to timestamp with time zone,
    source_honours_updated_since boolean,
    requests integer DEFAULT 0 NOT NULL,
    rate_limited integer DEFAULT 0 NOT NULL,
    retries integer DEFAULT 0 NOT NULL,
    records_read bigint DEFAULT 0 NOT NULL,
    versions_written bigint DEFAULT 0 NOT NULL,
    gold_inserted bigint DEFAULT 0 NOT NULL,
    gold_updated bigint DEFAULT 0 NOT NULL,
    rejected bigint DEFAULT 0 NOT NULL,
    deleted bigint DEFAULT 0 NOT NULL,
    fetching_ms bigint DEFAULT 0 NOT NULL,
    rate_limit_wait_ms bigint DEFAULT 0 NOT NULL,
    transforming_ms bigint DEFAULT 0 NOT NULL,
    source_records bigint,
    gold_records bigint,
    rejected_records bigint,
    balanced boolean,
    source_excludes_updated_since boolean DEFAULT false NOT NULL,
    source_page_size smallint,
    last_progress_at timestamp with time zone DEFAULT now() NOT NULL,
    wait_until timestamp with time zone,
    wait_reason text,
    failures_in_row integer DEFAULT 0 NOT NULL,
    CONSTRAINT runs_kind CHECK ((kind = ANY (ARRAY['incremental'::text, 'first_load'::text, 'backfill'::text, 'reconcile'::text, 'prove'::text]))),
    CONSTRAINT runs_outcome CHECK ((outcome = ANY (ARRAY['running'::text, 'succeeded'::text, 'succeeded_with_findings'::text, 'incomplete'::text, 'failed'::text, 'canceled'::text, 'abandoned'::text]))),
    CONSTRAINT runs_trigger CHECK ((trigger = ANY (ARRAY['schedule'::text, 'cli'::text, 'api'::text, 'start'::text]))),
    CONSTRAINT runs_variant CHECK ((variant = ANY (ARRAY['modular'::text, 'linear'::text])))
);

CREATE VIEW ops.fetches AS
 SELECT fetched.fetch_id,
    fetched.run_id,
    run.run_number,
    run.trigger AS run_trigger,
    run.workflow_id AS run_workflow_id,
    run.started_at AS run_started_at,
    fetched.workflow_id,
    fetched.workflow_run_id,
    fetched.activity_type,
    fetched.attempt,
    fetched.request,
    ("substring"(fetched.request, '[?&]page=([0-9]+)'::text))::integer AS page_number,
    fetched.http_status,
    fetched.failure,
    fetched.rows,
    fetched.new_versions,
    fetched.requested_at,
    fetched.duration_ms,
    fetched.retry_after,
    fetched.retry_wait_ms
   FROM (bronze.fetches fetched
     JOIN ops.runs run USING (run_id));

CREATE VIEW gold.enrichments_lineage AS
 SELECT version.record_key AS id_enriquecimento,
    version.version_id AS id_versao_bronze,
    version.previous_version_id,
    version.observed_at,
    version.payload,
    COALESCE((gold.id_versao_bronze = version.version_id), false) AS in_gold,
    batch.committed_at,
    batch.transformed_at,
    reject.rule,
    reject.field,
    reject.rejected_at,
    reject.resolved_at,
    reject.resolved_by_version_id,
    version.fetch_id,
    fetched.request,
    fetched.page_number,
    fetched.http_status,
    fetched.requested_at,
    fetched.duration_ms,
    fetched.activity_type,
    fetched.attempt,
    fetched.workflow_id,
    fetched.workflow_run_id,
    fetched.run_id,
    fetched.run_number,
    fetched.run_trigger,
    fetched.run_workflow_id,
    fetched.run_started_at,
    head.dw_ingested_at,
    head.dw_updated_at,
    head.deleted_at
   FROM (((((bronze.enrichment_versions version
     LEFT JOIN bronze.enrichment_heads head USING (record_key))
     LEFT JOIN gold.enrichments gold ON ((gold.id_enriquecimento = version.record_key)))
     LEFT JOIN ops.batches batch USING (batch_id))
     LEFT JOIN ops.rejected_records reject ON ((reject.version_id = version.version_id)))
     LEFT JOIN ops.fetches fetched ON ((fetched.fetch_id = version.fetch_id)));

CREATE TABLE ops.api_keys (
    key_id bigint NOT NULL,
    name text NOT NULL,
    scope text NOT NULL,
    secret_hash text NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    revoked_at timestamp with time zone,
    CONSTRAINT api_keys_scope CHECK ((scope = ANY (ARRAY['read'::text, 'operator'::text])))
);

ALTER TABLE ops.api_keys ALTER COLUMN key_id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME ops.api_keys_key_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

ALTER TABLE ops.batches ALTER COLUMN batch_id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME ops.batches_batch_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE VIEW ops.conservation AS
 SELECT run_number,
    run_id,
    kind,
    outcome,
    finished_at,
    source_records,
    gold_records,
    rejected_records,
    ((source_records - gold_records) - rejected_records) AS difference,
    balanced
   FROM ops.runs
  WHERE (finished_at IS NOT NULL);

CREATE TABLE ops.differences (
    run_id uuid NOT NULL,
    record_key uuid NOT NULL,
    kind text NOT NULL,
    window_no integer,
    version_id bigint,
    found_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT differences_kind CHECK ((kind = ANY (ARRAY['lost'::text, 'stale'::text, 'rolled_back'::text, 'listed_twice'::text, 'gone'::text, 'changed'::text])))
);

CREATE TABLE ops.duplicates (
    record_key uuid NOT NULL,
    content_hash bigint NOT NULL,
    copies smallint NOT NULL,
    run_id uuid NOT NULL,
    found_at timestamp with time zone DEFAULT now() NOT NULL,
    updated_at timestamp with time zone
);

CREATE TABLE ops.findings (
    run_id uuid NOT NULL,
    code text NOT NULL,
    severity text NOT NULL,
    records bigint DEFAULT 0 NOT NULL,
    record_ids text[] DEFAULT '{}'::text[] NOT NULL,
    detail text NOT NULL,
    remedy text NOT NULL,
    found_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT findings_code CHECK ((code = ANY (ARRAY['rejected_records'::text, 'duplicate_records'::text, 'deleted_records'::text, 'rolled_back_records'::text, 'count_differs'::text, 'total_capped'::text, 'not_counted'::text, 'source_unavailable'::text, 'clock_differs'::text, 'page_size_reduced'::text, 'updated_since_ignored'::text, 'updated_since_exclusive'::text, 'unreadable_times'::text, 'lost_records'::text, 'stale_records'::text, 'changed_records'::text, 'being_checked'::text, 'gold_repaired'::text, 'bronze_damaged'::text]))),
    CONSTRAINT findings_severity CHECK ((severity = ANY (ARRAY['notice'::text, 'warning'::text, 'gap'::text])))
);

CREATE TABLE ops.warehouse_state (
    id smallint DEFAULT 1 NOT NULL,
    generation bigint DEFAULT 1 NOT NULL,
    watermark timestamp with time zone,
    data_version bigint DEFAULT 0 NOT NULL,
    full_read_at timestamp with time zone,
    count_difference bigint DEFAULT 0 NOT NULL,
    counts_by_time_wrong_at timestamp with time zone,
    CONSTRAINT warehouse_state_one_row CHECK ((id = 1))
);

CREATE VIEW ops.freshness AS
 SELECT now() AS measured_at,
    state.watermark,
    (now() - state.watermark) AS watermark_age,
    last_success.run_number AS last_success_run_number,
    last_success.finished_at AS last_success_at,
    ( SELECT (now() - min(batches.committed_at))
           FROM ops.batches
          WHERE (batches.transformed_at IS NULL)) AS waiting_for_gold,
    (last_success.started_at - state.watermark) AS lag_at_start,
    (last_success.finished_at - last_success.started_at) AS run_duration,
    (now() - last_success.finished_at) AS since_last_success
   FROM (ops.warehouse_state state
     LEFT JOIN LATERAL ( SELECT runs.run_number,
            runs.started_at,
            runs.finished_at
           FROM ops.runs
          WHERE ((runs.generation = state.generation) AND (runs.outcome = 'succeeded'::text))
          ORDER BY runs.run_number DESC
         LIMIT 1) last_success ON (true));

CREATE TABLE ops.proof_windows (
    run_id uuid NOT NULL,
    window_no integer NOT NULL,
    origin text NOT NULL,
    from_at timestamp with time zone,
    to_at timestamp with time zone,
    source_records bigint NOT NULL,
    warehouse_records bigint NOT NULL,
    difference_from bigint NOT NULL,
    difference_to bigint NOT NULL,
    verdict text NOT NULL,
    counted_at timestamp with time zone DEFAULT now() NOT NULL,
    slice_no integer,
    CONSTRAINT proof_windows_origin CHECK ((origin = ANY (ARRAY['boundary'::text, 'half'::text, 'scrub'::text, 'earlier_entry'::text]))),
    CONSTRAINT proof_windows_verdict CHECK ((verdict = ANY (ARRAY['equal'::text, 'differs'::text, 'reading'::text, 'healed'::text, 'unsettled'::text])))
);

CREATE TABLE ops.proofs (
    run_id uuid NOT NULL,
    verdict text DEFAULT 'counting'::text NOT NULL,
    started_at timestamp with time zone DEFAULT now() NOT NULL,
    finished_at timestamp with time zone,
    high_water timestamp with time zone,
    source_records bigint,
    warehouse_records bigint,
    requests integer DEFAULT 0 NOT NULL,
    rounds smallint DEFAULT 0 NOT NULL,
    disturbances smallint DEFAULT 0 NOT NULL,
    scrubbed_to timestamp with time zone,
    gold_checked_to uuid,
    gold_checked bigint DEFAULT 0 NOT NULL,
    gold_repaired bigint DEFAULT 0 NOT NULL,
    counts_up_to bigint,
    CONSTRAINT proofs_verdict CHECK ((verdict = ANY (ARRAY['counting'::text, 'proved'::text, 'being_checked'::text, 'read_in_full'::text, 'not_countable'::text])))
);

CREATE TABLE ops.purges (
    purge_id uuid NOT NULL,
    workflow_id text NOT NULL,
    cutoff timestamp with time zone NOT NULL,
    started_at timestamp with time zone DEFAULT now() NOT NULL,
    finished_at timestamp with time zone,
    versions bigint DEFAULT 0 NOT NULL,
    fetches bigint DEFAULT 0 NOT NULL,
    through_batch_id bigint NOT NULL,
    through_run_number bigint NOT NULL
);

CREATE VIEW ops.rejects_by_rule AS
 SELECT counted.rule,
    counted.field,
    counted.open,
    counted.resolved,
    counted.last_24_hours,
    last.rejected_at AS last_rejected_at,
    counted.last_version_id,
    last.record_key AS last_record_key,
    last.payload AS last_payload
   FROM (( SELECT rejected_records.rule,
            rejected_records.field,
            count(*) FILTER (WHERE (rejected_records.resolved_at IS NULL)) AS open,
            count(*) FILTER (WHERE (rejected_records.resolved_at IS NOT NULL)) AS resolved,
            count(*) FILTER (WHERE (rejected_records.rejected_at > (now() - '24:00:00'::interval))) AS last_24_hours,
            max(rejected_records.version_id) AS last_version_id
           FROM ops.rejected_records
          GROUP BY rejected_records.rule, rejected_records.field) counted
     JOIN ops.rejected_records last ON ((last.version_id = counted.last_version_id)));

CREATE TABLE ops.source_fields (
    field text NOT NULL,
    json_type text NOT NULL,
    expected boolean NOT NULL,
    first_seen_at timestamp with time zone DEFAULT now() NOT NULL,
    first_seen_run_id uuid,
    example json
);

CREATE VIEW ops.schema_versions AS
 SELECT dense_rank() OVER (ORDER BY runs.run_number NULLS FIRST) AS schema_version,
    source_fields.field,
    source_fields.json_type,
    source_fields.expected,
    source_fields.first_seen_at,
    runs.run_number AS first_seen_run_number,
    source_fields.first_seen_run_id,
    source_fields.example
   FROM (ops.source_fields
     LEFT JOIN ops.runs ON ((runs.run_id = source_fields.first_seen_run_id)));

CREATE TABLE ops.sightings (
    run_id uuid NOT NULL,
    record_key uuid NOT NULL,
    pass smallint DEFAULT 1 NOT NULL,
    content_hash bigint NOT NULL,
    updated_at timestamp with time zone,
    copies smallint DEFAULT 1 NOT NULL
);

CREATE TABLE ops.slices (
    run_id uuid NOT NULL,
    slice_no integer NOT NULL,
    pass smallint DEFAULT 1 NOT NULL,
    from_at timestamp with time zone,
    to_at timestamp with time zone,
    walk text NOT NULL,
    cursor_at timestamp with time zone,
    cursor_page integer DEFAULT 1 NOT NULL,
    resume_at timestamp with time zone,
    to_page integer,
    commits integer DEFAULT 0 NOT NULL,
    max_updated_at timestamp with time zone,
    records_read bigint DEFAULT 0 NOT NULL,
    expected_records bigint DEFAULT 0 NOT NULL,
    finished_at timestamp with time zone,
    failures_in_row integer DEFAULT 0 NOT NULL,
    doubts_in_row integer DEFAULT 0 NOT NULL,
    CONSTRAINT slices_walk CHECK ((walk = ANY (ARRAY['keyset'::text, 'seek'::text, 'return'::text, 'forward'::text])))
);

CREATE VIEW ops.suspected_duplicates AS
 SELECT id_workspace,
    data_criacao,
    tipo_contato,
    total_contatos,
    count(*) AS total_enriquecimentos,
    array_agg(id_enriquecimento ORDER BY id_enriquecimento) AS ids_enriquecimento
   FROM gold.enrichments
  GROUP BY id_workspace, data_criacao, tipo_contato, total_contatos
 HAVING (count(*) > 1);

ALTER TABLE ONLY drizzle.__drizzle_migrations ALTER COLUMN id SET DEFAULT nextval('drizzle.__drizzle_migrations_id_seq'::regclass);

ALTER TABLE ONLY bronze.deletions
    ADD CONSTRAINT deletions_record_key_deleted_at_pk PRIMARY KEY (record_key, deleted_at);

ALTER TABLE ONLY bronze.enrichment_heads
    ADD CONSTRAINT enrichment_heads_pkey PRIMARY KEY (record_key);

ALTER TABLE ONLY bronze.enrichment_versions
    ADD CONSTRAINT enrichment_versions_pkey PRIMARY KEY (version_id);

ALTER TABLE ONLY bronze.fetches
    ADD CONSTRAINT fetches_pkey PRIMARY KEY (fetch_id);

ALTER TABLE ONLY drizzle.__drizzle_migrations
    ADD CONSTRAINT __drizzle_migrations_pkey PRIMARY KEY (id);

ALTER TABLE ONLY gold.enrichments_by_day
    ADD CONSTRAINT enrichments_by_day_key UNIQUE NULLS NOT DISTINCT (id_workspace, dia, tipo_contato, status_processamento, categoria_tamanho_job);

ALTER TABLE ONLY gold.enrichments_by_hour
    ADD CONSTRAINT enrichments_by_hour_pkey PRIMARY KEY (hora, tipo_contato, status_processamento, categoria_tamanho_job);

ALTER TABLE ONLY gold.enrichments
    ADD CONSTRAINT enrichments_pkey PRIMARY KEY (id_enriquecimento);

ALTER TABLE ONLY ops.api_keys
    ADD CONSTRAINT api_keys_pkey PRIMARY KEY (key_id);

ALTER TABLE ONLY ops.batches
    ADD CONSTRAINT batches_pkey PRIMARY KEY (batch_id);

ALTER TABLE ONLY ops.differences
    ADD CONSTRAINT differences_run_id_record_key_kind_pk PRIMARY KEY (run_id, record_key, kind);

ALTER TABLE ONLY ops.duplicates
    ADD CONSTRAINT duplicates_record_key_content_hash_pk PRIMARY KEY (record_key, content_hash);

ALTER TABLE ONLY ops.findings
    ADD CONSTRAINT findings_run_id_code_pk PRIMARY KEY (run_id, code);

ALTER TABLE ONLY ops.proof_windows
    ADD CONSTRAINT proof_windows_run_id_window_no_pk PRIMARY KEY (run_id, window_no);

ALTER TABLE ONLY ops.proofs
    ADD CONSTRAINT proofs_pkey PRIMARY KEY (run_id);

ALTER TABLE ONLY ops.purges
    ADD CONSTRAINT purges_pkey PRIMARY KEY (purge_id);

ALTER TABLE ONLY ops.rejected_records
    ADD CONSTRAINT rejected_records_pkey PRIMARY KEY (version_id);

ALTER TABLE ONLY ops.runs
    ADD CONSTRAINT runs_pkey PRIMARY KEY (run_id);

ALTER TABLE ONLY ops.runs
    ADD CONSTRAINT runs_run_number_unique UNIQUE (run_number);

ALTER TABLE ONLY ops.sightings
    ADD CONSTRAINT sightings_run_id_pass_record_key_content_hash_pk PRIMARY KEY (run_id, pass, record_key, content_hash);

ALTER TABLE ONLY ops.slices
    ADD CONSTRAINT slices_run_id_slice_no_pk PRIMARY KEY (run_id, slice_no);

ALTER TABLE ONLY ops.source_fields
    ADD CONSTRAINT source_fields_field_json_type_pk PRIMARY KEY (field, json_type);

ALTER TABLE ONLY ops.warehouse_state
    ADD CONSTRAINT warehouse_state_pkey PRIMARY KEY (id);

CREATE INDEX enrichment_heads_by_time ON bronze.enrichment_heads USING btree (updated_at) WHERE (deleted_at IS NULL);

CREATE INDEX enrichment_heads_deleted ON bronze.enrichment_heads USING btree (record_key) WHERE (deleted_at IS NOT NULL);

CREATE INDEX enrichment_versions_by_fetch ON bronze.enrichment_versions USING btree (fetch_id);

CREATE INDEX enrichment_versions_by_record ON bronze.enrichment_versions USING btree (record_key, version_id);

CREATE INDEX fetches_by_run ON bronze.fetches USING btree (run_id);

CREATE INDEX enrichments_by_created ON gold.enrichments USING btree (data_criacao, id_enriquecimento);

CREATE INDEX enrichments_by_updated ON gold.enrichments USING btree (data_atualizacao, id_enriquecimento);

CREATE INDEX enrichments_by_workspace ON gold.enrichments USING btree (id_workspace, data_criacao, id_enriquecimento);

CREATE INDEX batches_by_run ON ops.batches USING btree (run_id);

CREATE INDEX batches_pending ON ops.batches USING btree (batch_id) WHERE (transformed_at IS NULL);

CREATE INDEX differences_by_record ON ops.differences USING btree (record_key);

CREATE INDEX rejected_records_by_key ON ops.rejected_records USING btree (record_key);

CREATE INDEX rejected_records_open ON ops.rejected_records USING btree (record_key) WHERE (resolved_at IS NULL);

CREATE INDEX runs_open ON ops.runs USING btree (run_id) WHERE (finished_at IS NULL);

CREATE TRIGGER rollups_deleted AFTER DELETE ON gold.enrichments REFERENCING OLD TABLE AS removed FOR EACH STATEMENT EXECUTE FUNCTION gold.adjust_rollups();

CREATE TRIGGER rollups_inserted AFTER INSERT ON gold.enrichments REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION gold.adjust_rollups();

CREATE TRIGGER rollups_truncated AFTER TRUNCATE ON gold.enrichments FOR EACH STATEMENT EXECUTE FUNCTION gold.empty_rollups();

CREATE TRIGGER rollups_updated AFTER UPDATE ON gold.enrichments REFERENCING OLD TABLE AS removed NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION gold.adjust_rollups();

CREATE TRIGGER runs_changed AFTER INSERT OR UPDATE ON ops.runs FOR EACH STATEMENT EXECUTE FUNCTION ops.notify_warehouse_changed();

CREATE TRIGGER slices_changed AFTER INSERT OR UPDATE ON ops.slices FOR EACH STATEMENT EXECUTE FUNCTION ops.notify_warehouse_changed();

CREATE TRIGGER warehouse_state_changed AFTER UPDATE ON ops.warehouse_state FOR EACH STATEMENT EXECUTE FUNCTION ops.notify_warehouse_changed();

ALTER TABLE ONLY bronze.deletions
    ADD CONSTRAINT deletions_run_id_runs_run_id_fk FOREIGN KEY (run_id) REFERENCES ops.runs(run_id);

ALTER TABLE ONLY bronze.fetches
    ADD CONSTRAINT fetches_run_id_runs_run_id_fk FOREIGN KEY (run_id) REFERENCES ops.runs(run_id);

ALTER TABLE ONLY ops.batches
    ADD CONSTRAINT batches_run_id_runs_run_id_fk FOREIGN KEY (run_id) REFERENCES ops.runs(run_id);

ALTER TABLE ONLY ops.differences
    ADD CONSTRAINT differences_run_id_runs_run_id_fk FOREIGN KEY (run_id) REFERENCES ops.runs(run_id);

ALTER TABLE ONLY ops.duplicates
    ADD CONSTRAINT duplicates_run_id_runs_run_id_fk FOREIGN KEY (run_id) REFERENCES ops.runs(run_id);

ALTER TABLE ONLY ops.findings
    ADD CONSTRAINT findings_run_id_runs_run_id_fk FOREIGN KEY (run_id) REFERENCES ops.runs(run_id);

ALTER TABLE ONLY ops.proof_windows
    ADD CONSTRAINT proof_windows_run_id_runs_run_id_fk FOREIGN KEY (run_id) REFERENCES ops.runs(run_id);

ALTER TABLE ONLY ops.proofs
    ADD CONSTRAINT proofs_run_id_runs_run_id_fk FOREIGN KEY (run_id) REFERENCES ops.runs(run_id);

ALTER TABLE ONLY ops.rejected_records
    ADD CONSTRAINT rejected_records_run_id_runs_run_id_fk FOREIGN KEY (run_id) REFERENCES ops.runs(run_id);

ALTER TABLE ONLY ops.slices
    ADD CONSTRAINT slices_run_id_runs_run_id_fk FOREIGN KEY (run_id) REFERENCES ops.runs(run_id);

ALTER TABLE ONLY ops.source_fields
    ADD CONSTRAINT source_fields_first_seen_run_id_runs_run_id_fk FOREIGN KEY (first_seen_run_id) REFERENCES ops.runs(run_id);

GRANT USAGE ON SCHEMA bronze TO enrichment_monitor_pipeline;

GRANT USAGE ON SCHEMA gold TO enrichment_monitor_pipeline;
GRANT USAGE ON SCHEMA gold TO enrichment_monitor_analytics;

GRANT USAGE ON SCHEMA ops TO enrichment_monitor_pipeline;
GRANT USAGE ON SCHEMA ops TO enrichment_monitor_analytics;

GRANT SELECT,INSERT,DELETE,TRUNCATE ON TABLE bronze.deletions TO enrichment_monitor_pipeline;

GRANT SELECT,INSERT,DELETE,TRUNCATE,UPDATE ON TABLE bronze.enrichment_heads TO enrichment_monitor_pipeline;

GRANT SELECT,INSERT,DELETE,TRUNCATE ON TABLE bronze.enrichment_versions TO enrichment_monitor_pipeline;

GRANT USAGE ON SEQUENCE bronze.enrichment_versions_version_id_seq TO enrichment_monitor_pipeline;

GRANT SELECT,INSERT,DELETE,TRUNCATE,UPDATE ON TABLE bronze.enrichments TO enrichment_monitor_pipeline;

GRANT SELECT,INSERT,DELETE,TRUNCATE ON TABLE bronze.fetches TO enrichment_monitor_pipeline;

GRANT USAGE ON SEQUENCE bronze.fetches_fetch_id_seq TO enrichment_monitor_pipeline;

GRANT SELECT,INSERT,DELETE,TRUNCATE,UPDATE ON TABLE gold.enrichments TO enrichment_monitor_pipeline;
GRANT SELECT ON TABLE gold.enrichments TO enrichment_monitor_analytics;

GRANT SELECT,INSERT,DELETE,TRUNCATE,UPDATE ON TABLE gold.enrichments_by_day TO enrichment_monitor_pipeline;
GRANT SELECT ON TABLE gold.enrichments_by_day TO enrichment_monitor_analytics;

GRANT SELECT,INSERT,DELETE,TRUNCATE,UPDATE ON TABLE gold.enrichments_by_hour TO enrichment_monitor_pipeline;
GRANT SELECT ON TABLE gold.enrichments_by_hour TO enrichment_monitor_analytics;

GRANT SELECT,INSERT,DELETE,TRUNCATE,UPDATE ON TABLE ops.batches TO enrichment_monitor_pipeline;
GRANT SELECT ON TABLE ops.batches TO enrichment_monitor_analytics;

GRANT SELECT,INSERT,DELETE,TRUNCATE,UPDATE ON TABLE ops.rejected_records TO enrichment_monitor_pipeline;
GRANT SELECT ON TABLE ops.rejected_records TO enrichment_monitor_analytics;

GRANT SELECT,INSERT,DELETE,TRUNCATE,UPDATE ON TABLE gold.enrichments_history TO enrichment_monitor_pipeline;
GRANT SELECT ON TABLE gold.enrichments_history TO enrichment_monitor_analytics;

GRANT SELECT,INSERT,DELETE,TRUNCATE,UPDATE ON TABLE ops.runs TO enrichment_monitor_pipeline;
GRANT SELECT ON TABLE ops.runs TO enrichment_monitor_analytics;

GRANT SELECT,INSERT,DELETE,TRUNCATE,UPDATE ON TABLE ops.fetches TO enrichment_monitor_pipeline;
GRANT SELECT ON TABLE ops.fetches TO enrichment_monitor_analytics;

GRANT SELECT,INSERT,DELETE,TRUNCATE,UPDATE ON TABLE gold.enrichments_lineage TO enrichment_monitor_pipeline;
GRANT SELECT ON TABLE gold.enrichments_lineage TO enrichment_monitor_analytics;

GRANT SELECT,INSERT,DELETE,TRUNCATE,UPDATE ON TABLE ops.api_keys TO enrichment_monitor_pipeline;
GRANT SELECT ON TABLE ops.api_keys TO enrichment_monitor_analytics;

GRANT USAGE ON SEQUENCE ops.api_keys_key_id_seq TO enrichment_monitor_pipeline;

GRANT USAGE ON SEQUENCE ops.batches_batch_id_seq TO enrichment_monitor_pipeline;

GRANT SELECT,INSERT,DELETE,TRUNCATE,UPDATE ON TABLE ops.conservation TO enrichment_monitor_pipeline;
GRANT SELECT ON TABLE ops.conservation TO enrichment_monitor_analytics;

GRANT SELECT,INSERT,DELETE,TRUNCATE,UPDATE ON TABLE ops.differences TO enrichment_monitor_pipeline;
GRANT SELECT ON TABLE ops.differences TO enrichment_monitor_analytics;

GRANT SELECT,INSERT,DELETE,TRUNCATE,UPDATE ON TABLE ops.duplicates TO enrichment_monitor_pipeline;
GRANT SELECT ON TABLE ops.duplicates TO enrichment_monitor_analytics;

GRANT SELECT,INSERT,DELETE,TRUNCATE,UPDATE ON TABLE ops.findings TO enrichment_monitor_pipeline;
GRANT SELECT ON TABLE ops.findings TO enrichment_monitor_analytics;

GRANT SELECT,INSERT,DELETE,TRUNCATE,UPDATE ON TABLE ops.warehouse_state TO enrichment_monitor_pipeline;
GRANT SELECT ON TABLE ops.warehouse_state TO enrichment_monitor_analytics;

GRANT SELECT,INSERT,DELETE,TRUNCATE,UPDATE ON TABLE ops.freshness TO enrichment_monitor_pipeline;
GRANT SELECT ON TABLE ops.freshness TO enrichment_monitor_analytics;

GRANT SELECT,INSERT,DELETE,TRUNCATE,UPDATE ON TABLE ops.proof_windows TO enrichment_monitor_pipeline;
GRANT SELECT ON TABLE ops.proof_windows TO enrichment_monitor_analytics;

GRANT SELECT,INSERT,DELETE,TRUNCATE,UPDATE ON TABLE ops.proofs TO enrichment_monitor_pipeline;
GRANT SELECT ON TABLE ops.proofs TO enrichment_monitor_analytics;

GRANT SELECT,INSERT,DELETE,TRUNCATE,UPDATE ON TABLE ops.purges TO enrichment_monitor_pipeline;
GRANT SELECT ON TABLE ops.purges TO enrichment_monitor_analytics;

GRANT SELECT,INSERT,DELETE,TRUNCATE,UPDATE ON TABLE ops.rejects_by_rule TO enrichment_monitor_pipeline;
GRANT SELECT ON TABLE ops.rejects_by_rule TO enrichment_monitor_analytics;

GRANT SELECT,INSERT,DELETE,TRUNCATE,UPDATE ON TABLE ops.source_fields TO enrichment_monitor_pipeline;
GRANT SELECT ON TABLE ops.source_fields TO enrichment_monitor_analytics;

GRANT SELECT,INSERT,DELETE,TRUNCATE,UPDATE ON TABLE ops.schema_versions TO enrichment_monitor_pipeline;
GRANT SELECT ON TABLE ops.schema_versions TO enrichment_monitor_analytics;

GRANT SELECT,INSERT,DELETE,TRUNCATE,UPDATE ON TABLE ops.sightings TO enrichment_monitor_pipeline;
GRANT SELECT ON TABLE ops.sightings TO enrichment_monitor_analytics;

GRANT SELECT,INSERT,DELETE,TRUNCATE,UPDATE ON TABLE ops.slices TO enrichment_monitor_pipeline;
GRANT SELECT ON TABLE ops.slices TO enrichment_monitor_analytics;

GRANT SELECT,INSERT,DELETE,TRUNCATE,UPDATE ON TABLE ops.suspected_duplicates TO enrichment_monitor_pipeline;
GRANT SELECT ON TABLE ops.suspected_duplicates TO enrichment_monitor_analytics;

ALTER DEFAULT PRIVILEGES IN SCHEMA bronze GRANT USAGE ON SEQUENCES TO enrichment_monitor_pipeline;

ALTER DEFAULT PRIVILEGES IN SCHEMA bronze GRANT SELECT,INSERT,DELETE,TRUNCATE,UPDATE ON TABLES TO enrichment_monitor_pipeline;

ALTER DEFAULT PRIVILEGES IN SCHEMA gold GRANT USAGE ON SEQUENCES TO enrichment_monitor_pipeline;

ALTER DEFAULT PRIVILEGES IN SCHEMA gold GRANT SELECT,INSERT,DELETE,TRUNCATE,UPDATE ON TABLES TO enrichment_monitor_pipeline;
ALTER DEFAULT PRIVILEGES IN SCHEMA gold GRANT SELECT ON TABLES TO enrichment_monitor_analytics;

ALTER DEFAULT PRIVILEGES IN SCHEMA ops GRANT USAGE ON SEQUENCES TO enrichment_monitor_pipeline;

ALTER DEFAULT PRIVILEGES IN SCHEMA ops GRANT SELECT,INSERT,DELETE,TRUNCATE,UPDATE ON TABLES TO enrichment_monitor_pipeline;
ALTER DEFAULT PRIVILEGES IN SCHEMA ops GRANT SELECT ON TABLES TO enrichment_monitor_analytics;


INSERT INTO drizzle.__drizzle_migrations VALUES (1, 'b6414d71701e68dbc41e60afffb1c3f9f28b616c50de0ecf58ce4f71c1733fcd', 1795517114955);
INSERT INTO drizzle.__drizzle_migrations VALUES (2, '15f31961c85c1481b4a3109231d9fae39aaabec52e6eb660ec20c65e7450420a', 1795517118879);
INSERT INTO drizzle.__drizzle_migrations VALUES (3, '84ee2fd98cfeb8adaace1de40f2da6723d34f5f89af4f0f71c286a44c0fb67b8', 1795521062873);
INSERT INTO drizzle.__drizzle_migrations VALUES (4, '28c1393a6b927cd58b8745b0177a94269693b5a015010f77c922a25ad3deae74', 1795521065351);
INSERT INTO drizzle.__drizzle_migrations VALUES (5, 'fa9b994f791264ce925b3990d5168362725a681bbb99d986eaa4d7b833ac7e39', 1795521711324);
INSERT INTO drizzle.__drizzle_migrations VALUES (6, '581f78a7bf0002eb151caecd6ffb3e4997fa94e25c0ff5ddbe4100dd18f7150d', 1795521714306);
INSERT INTO drizzle.__drizzle_migrations VALUES (7, '5288415e70112a78949d03ccba1be73553c90b678f98fb34220f16363cc4ef91', 1795521833008);
INSERT INTO drizzle.__drizzle_migrations VALUES (8, 'a849208e89c4f51db86ed5a7ee7005cf93d61b32ac00287728b1e101479de47c', 1795521878928);
INSERT INTO drizzle.__drizzle_migrations VALUES (9, 'ea66db99ad331e1e2dc16839f0cb40b07c5dfa07d0b50f34180ad203b4afd1a2', 1795522042010);
INSERT INTO drizzle.__drizzle_migrations VALUES (10, '17d195b2175d09166c1e9e86bcafb9601831edab7ee9e2e45ec6159f268553d6', 1795522213747);
INSERT INTO drizzle.__drizzle_migrations VALUES (11, '281c63bbdf5c2a30f068336a69badab2d9285d6988ec8da8bd3a936f388b00a8', 1795522339179);
INSERT INTO drizzle.__drizzle_migrations VALUES (12, '45962bbb0d62208c2664226dd0b6f427e76b1057305091558bce3e615a65ba07', 1795522472382);
INSERT INTO drizzle.__drizzle_migrations VALUES (13, '759b1581247bed8d659c495d6cc4f4941ad43ccd72568fcd142853ff42b7aca1', 1795522744806);
INSERT INTO drizzle.__drizzle_migrations VALUES (14, '333c3be7fbc0b3c8f12af7a1b24540d00417b872a961d7f9ab19b8615a23eb53', 1795522851285);
INSERT INTO drizzle.__drizzle_migrations VALUES (15, 'ea7da33e3f59f25768d76f31bc5177ec9d4692331877c7226b62e92711d30a75', 1795536610948);
INSERT INTO drizzle.__drizzle_migrations VALUES (16, 'e60a09873a0fc401fb70e09a89789fb4b5f3b2f82c67d7084dd8bf8ff7b06ae2', 1795547729569);
INSERT INTO drizzle.__drizzle_migrations VALUES (17, '115328c537863df472b33b9b2c60aa653f0b0f01c50e2740b4fc9cc1fb07567b', 1795614249530);
INSERT INTO drizzle.__drizzle_migrations VALUES (18, 'c74dc0acae0d197c560c71780d4c178c1da69787473f15570828029fa613e71f', 1795626956534);
INSERT INTO drizzle.__drizzle_migrations VALUES (19, 'fb0a3bbd65b08998721042fae9d6afd03f9bd0ebf5e7edb46f49b70b066cd450', 1795626958917);
INSERT INTO drizzle.__drizzle_migrations VALUES (20, '2447db879112c2039a5cc7503998d77ec8fb6f4214288b328b6f166f6991fb7c', 1795703419690);
INSERT INTO drizzle.__drizzle_migrations VALUES (21, 'e462a76620132a157778216fdc09c4af9b6f0cf6740e0df9ad65a1e08089c958', 1795704989194);
INSERT INTO drizzle.__drizzle_migrations VALUES (22, '392cd7d4b060d57d92d5bc0f6b6a6cb0caba431d86d06632e926988a0beef186', 1795716176091);
INSERT INTO drizzle.__drizzle_migrations VALUES (23, 'c190de6e093b1e99fe3df16ad9ddea44e1a61267b1686598d323e4af2e4b3738', 1795731425486);
INSERT INTO drizzle.__drizzle_migrations VALUES (24, '2f993a8fd5cdb058e9bd9542b373e09b56408c8db09cdec5dbdc4a6b162f88e2', 1795735146130);
SELECT pg_catalog.setval('drizzle.__drizzle_migrations_id_seq', 24, true);
INSERT INTO ops.warehouse_state DEFAULT VALUES;
