-- The class that a duration counts in: 0 below one second, then sixteen for each doubling, so that a class is 4.4 % wide.
CREATE FUNCTION "gold"."faixa_duracao"(minutos double precision) RETURNS integer
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN CASE WHEN minutos * 60 < 1 THEN 0 ELSE 1 + floor(16 * ln(minutos * 60) / 0.6931471805599453)::integer END;
--> statement-breakpoint
-- One job's histogram: a one in the eight digits of its class. The sum of histograms is the histogram of all their jobs, and
-- subtracting takes jobs away again; a class holds up to 99,999,999 of them. The cast to text keeps it inlined: || of a number
-- is not immutable.
CREATE FUNCTION "gold"."histograma_duracao"(minutos double precision) RETURNS numeric
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN ('1e' || (8 * "gold"."faixa_duracao"(minutos))::text)::numeric;
--> statement-breakpoint
-- The duration, in minutes, that a fraction of the jobs stays within: percentile_cont, but for where the jobs lie inside a
-- class, which is taken as evenly: never off by more than the width of a class. Null for no jobs.
CREATE FUNCTION "gold"."percentil_duracao"(histograma numeric, fracao double precision) RETURNS double precision
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
BEGIN ATOMIC
  WITH digits AS (
    SELECT lpad(histograma::text, 8 * ((length(histograma::text) + 7) / 8), '0') AS text
  ), classes AS (
    SELECT faixa, substr(text, length(text) - 8 * faixa - 7, 8)::bigint AS jobs
    FROM digits CROSS JOIN generate_series(0, length(text) / 8 - 1) AS faixa
  ), ranked AS (
    SELECT faixa, jobs, sum(jobs) OVER (ORDER BY faixa) - jobs AS before, fracao * (sum(jobs) OVER () - 1) AS rank
    FROM classes WHERE jobs > 0
  )
  SELECT CASE faixa WHEN 0 THEN place ELSE power(2, (faixa - 1 + place) / 16) END / 60
  FROM ranked CROSS JOIN LATERAL (SELECT (rank - before + 0.5) / jobs AS place) AS inside
  WHERE rank < before + jobs
  ORDER BY faixa LIMIT 1;
END;
--> statement-breakpoint
-- Adds to the rollups what a statement added to gold, and takes from them what it removed.
CREATE FUNCTION "gold"."adjust_rollups"() RETURNS trigger
LANGUAGE plpgsql
-- Cells are found by their keys; the planner, which cannot know how few they are, would read whole rollups.
SET enable_hashjoin = off
SET enable_mergejoin = off
SET enable_seqscan = off
AS $$
DECLARE
  -- Only the transition tables of its own event are there when the trigger runs.
  additions text := 'SELECT *, 1 AS jobs, total_contatos AS contacts, data_atualizacao - data_criacao AS duration,
    gold.histograma_duracao(duracao_processamento_minutos) AS histogram FROM added';
  removals text := 'SELECT *, -1 AS jobs, -total_contatos AS contacts, data_criacao - data_atualizacao AS duration,
    -gold.histograma_duracao(duracao_processamento_minutos) AS histogram FROM removed';
  adjustment text := format($cells$
    WITH due AS MATERIALIZED (
      SELECT date_bin('1 hour', data_criacao, 'epoch') AS hora, id_workspace, tipo_contato, status_processamento,
             categoria_tamanho_job, sum(jobs) AS total_enriquecimentos, sum(contacts) AS total_contatos,
             sum(duration) AS soma_duracao, sum(histogram) AS histograma_duracao
      FROM (%s) AS change
      GROUP BY 1, 2, 3, 4, 5
      HAVING sum(jobs) <> 0 OR sum(contacts) <> 0 OR sum(duration) <> interval '0' OR sum(histogram) <> 0
    )$cells$, CASE TG_OP
      WHEN 'INSERT' THEN additions WHEN 'DELETE' THEN removals ELSE additions || ' UNION ALL ' || removals END);
  level record;
BEGIN
  -- Also a statement that writes nothing, or only inserts where it might have updated, has its triggers run.
  IF TG_OP <> 'DELETE' THEN
    IF NOT EXISTS (SELECT FROM added) THEN RETURN NULL; END IF;
  END IF;
  -- One transaction at a time, until its end: two of them would meet on the same cells in different orders.
  PERFORM pg_advisory_xact_lock(7233003);
  FOR level IN SELECT * FROM (VALUES
    -- Name, key, and where the key comes from; cells are hourly already and need no adding up.
    ('enrichments_hourly', 'hora, id_workspace', NULL),
    ('enrichments_hourly_all', 'hora', 'hora'),
    ('enrichments_daily', 'dia, id_workspace', '(hora AT TIME ZONE ''America/Sao_Paulo'')::date AS dia, id_workspace'),
    ('enrichments_daily_all', 'dia', '(hora AT TIME ZONE ''America/Sao_Paulo'')::date AS dia')
  ) AS levels(name, key, key_of)
  LOOP
    adjustment := adjustment || format($merge$, adjusted_%1$s AS (
      MERGE INTO gold.%1$I AS rollup USING %2$s AS delta
      ON (%3$s, rollup.tipo_contato, rollup.status_processamento, rollup.categoria_tamanho_job)
       = (%4$s, delta.tipo_contato, delta.status_processamento, delta.categoria_tamanho_job)
      WHEN MATCHED AND rollup.total_enriquecimentos + delta.total_enriquecimentos = 0 THEN DELETE
      WHEN MATCHED THEN UPDATE SET
        total_enriquecimentos = rollup.total_enriquecimentos + delta.total_enriquecimentos,
        total_contatos = rollup.total_contatos + delta.total_contatos,
        soma_duracao = rollup.soma_duracao + delta.soma_duracao,
        histograma_duracao = rollup.histograma_duracao + delta.histograma_duracao
      WHEN NOT MATCHED THEN INSERT VALUES (delta.*)
    )$merge$,
      level.name,
      CASE WHEN level.key_of IS NULL THEN 'due' ELSE format($sum$(
        SELECT %1$s, tipo_contato, status_processamento, categoria_tamanho_job,
               sum(total_enriquecimentos)::bigint AS total_enriquecimentos, sum(total_contatos)::bigint AS total_contatos,
               sum(soma_duracao) AS soma_duracao, sum(histograma_duracao) AS histograma_duracao
        FROM due
        GROUP BY %2$s, tipo_contato, status_processamento, categoria_tamanho_job)$sum$,
        level.key_of, level.key) END,
      regexp_replace(level.key, '(\w+)', 'rollup.\1', 'g'),
      regexp_replace(level.key, '(\w+)', 'delta.\1', 'g'));
  END LOOP;
  EXECUTE adjustment || ' SELECT';
  RETURN NULL;
END $$;
--> statement-breakpoint
CREATE FUNCTION "gold"."empty_rollups"() RETURNS trigger
LANGUAGE plpgsql
AS $$
BEGIN
  TRUNCATE gold.enrichments_hourly, gold.enrichments_hourly_all, gold.enrichments_daily, gold.enrichments_daily_all;
  RETURN NULL;
END $$;
--> statement-breakpoint
CREATE TRIGGER "rollups_inserted" AFTER INSERT ON "gold"."enrichments"
REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION "gold"."adjust_rollups"();
--> statement-breakpoint
CREATE TRIGGER "rollups_updated" AFTER UPDATE ON "gold"."enrichments"
REFERENCING OLD TABLE AS removed NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION "gold"."adjust_rollups"();
--> statement-breakpoint
CREATE TRIGGER "rollups_deleted" AFTER DELETE ON "gold"."enrichments"
REFERENCING OLD TABLE AS removed FOR EACH STATEMENT EXECUTE FUNCTION "gold"."adjust_rollups"();
--> statement-breakpoint
CREATE TRIGGER "rollups_truncated" AFTER TRUNCATE ON "gold"."enrichments"
FOR EACH STATEMENT EXECUTE FUNCTION "gold"."empty_rollups"();
--> statement-breakpoint
-- What gold holds when these tables are new.
INSERT INTO "gold"."enrichments_hourly"
SELECT date_bin('1 hour', data_criacao, 'epoch'), id_workspace, tipo_contato, status_processamento, categoria_tamanho_job,
       count(*), sum(total_contatos), sum(data_atualizacao - data_criacao),
       sum("gold"."histograma_duracao"(duracao_processamento_minutos))
FROM "gold"."enrichments"
GROUP BY 1, 2, 3, 4, 5;
--> statement-breakpoint
INSERT INTO "gold"."enrichments_hourly_all"
SELECT hora, tipo_contato, status_processamento, categoria_tamanho_job,
       sum(total_enriquecimentos), sum(total_contatos), sum(soma_duracao), sum(histograma_duracao)
FROM "gold"."enrichments_hourly"
GROUP BY 1, 2, 3, 4;
--> statement-breakpoint
INSERT INTO "gold"."enrichments_daily"
SELECT (hora AT TIME ZONE 'America/Sao_Paulo')::date, id_workspace, tipo_contato, status_processamento, categoria_tamanho_job,
       sum(total_enriquecimentos), sum(total_contatos), sum(soma_duracao), sum(histograma_duracao)
FROM "gold"."enrichments_hourly"
GROUP BY 1, 2, 3, 4, 5;
--> statement-breakpoint
INSERT INTO "gold"."enrichments_daily_all"
SELECT dia, tipo_contato, status_processamento, categoria_tamanho_job,
       sum(total_enriquecimentos), sum(total_contatos), sum(soma_duracao), sum(histograma_duracao)
FROM "gold"."enrichments_daily"
GROUP BY 1, 2, 3, 4;
