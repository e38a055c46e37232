CREATE TABLE "gold"."enrichments_monthly" (
	"mes" date NOT NULL,
	"id_workspace" uuid NOT NULL,
	"tipo_contato" text NOT NULL,
	"status_processamento" text NOT NULL,
	"categoria_tamanho_job" text NOT NULL,
	"total_enriquecimentos" bigint NOT NULL,
	"total_contatos" bigint NOT NULL,
	"soma_duracao" interval NOT NULL,
	"histograma_duracao" numeric NOT NULL,
	CONSTRAINT "enrichments_monthly_pkey" PRIMARY KEY("id_workspace","mes","tipo_contato","status_processamento","categoria_tamanho_job")
);
--> statement-breakpoint
CREATE TABLE "gold"."enrichments_monthly_all" (
	"mes" date NOT NULL,
	"tipo_contato" text NOT NULL,
	"status_processamento" text NOT NULL,
	"categoria_tamanho_job" text NOT NULL,
	"total_enriquecimentos" bigint NOT NULL,
	"total_contatos" bigint NOT NULL,
	"soma_duracao" interval NOT NULL,
	"histograma_duracao" numeric NOT NULL,
	CONSTRAINT "enrichments_monthly_all_pkey" PRIMARY KEY("mes","tipo_contato","status_processamento","categoria_tamanho_job")
);
--> statement-breakpoint
-- The primary key serves a period of all workspaces as well: PostgreSQL 18 skips from workspace to workspace.
DROP INDEX "gold"."enrichments_daily_by_day";
--> statement-breakpoint
-- As much room as the daily rollups have (migration 0015).
ALTER TABLE "gold"."enrichments_monthly" SET (fillfactor = 75);
--> statement-breakpoint
ALTER TABLE "gold"."enrichments_monthly_all" SET (fillfactor = 50);
--> statement-breakpoint
COMMENT ON TABLE "gold"."enrichments_monthly" IS 'Gold counted by workspace and month; otherwise as gold.enrichments_hourly.';
COMMENT ON COLUMN "gold"."enrichments_monthly"."mes" IS 'First day of the month in America/Sao_Paulo that data_criacao lies in.';
COMMENT ON TABLE "gold"."enrichments_monthly_all" IS 'gold.enrichments_monthly, all workspaces together.';
--> statement-breakpoint
-- Whoever writes gold at this moment adjusts the rollups as before; nobody else does until the months are complete.
LOCK TABLE "gold"."enrichments" IN SHARE ROW EXCLUSIVE MODE;
--> statement-breakpoint
-- Adds to the rollups what a statement added to gold, and takes from them what it removed. Cells come in the order of their
-- keys, so that those of a workspace and time that begin together also lie together.
CREATE OR REPLACE FUNCTION "gold"."adjust_rollups"() RETURNS trigger
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
      SELECT id_workspace, date_bin('1 hour', data_criacao, 'epoch') AS hora, tipo_contato, status_processamento,
             categoria_tamanho_job, sum(jobs) AS total_enriquecimentos, sum(contacts) AS total_contatos,
             sum(duration) AS soma_duracao, sum(histogram) AS histograma_duracao
      FROM (%s) AS change
      GROUP BY 1, 2, 3, 4, 5
      HAVING sum(jobs) <> 0 OR sum(contacts) <> 0 OR sum(duration) <> interval '0' OR sum(histogram) <> 0
      ORDER BY 1, 2, 3, 4, 5
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
    ('enrichments_hourly', 'id_workspace, hora', NULL),
    ('enrichments_hourly_all', 'hora', 'hora'),
    ('enrichments_daily', 'id_workspace, dia', 'id_workspace, (hora AT TIME ZONE ''America/Sao_Paulo'')::date AS dia'),
    ('enrichments_daily_all', 'dia', '(hora AT TIME ZONE ''America/Sao_Paulo'')::date AS dia'),
    ('enrichments_monthly', 'id_workspace, mes',
      'id_workspace, date_trunc(''month'', hora AT TIME ZONE ''America/Sao_Paulo'')::date AS mes'),
    ('enrichments_monthly_all', 'mes', 'date_trunc(''month'', hora AT TIME ZONE ''America/Sao_Paulo'')::date AS mes')
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
      WHEN NOT MATCHED THEN INSERT
        (%5$s, tipo_contato, status_processamento, categoria_tamanho_job,
         total_enriquecimentos, total_contatos, soma_duracao, histograma_duracao)
        VALUES (delta.*)
    )$merge$,
      level.name,
      CASE WHEN level.key_of IS NULL THEN 'due' ELSE format($sum$(
        SELECT %1$s, tipo_contato, status_processamento, categoria_tamanho_job,
               sum(total_enriquecimentos)::bigint AS total_enriquecimentos, sum(total_contatos)::bigint AS total_contatos,
               sum(soma_duracao) AS soma_duracao, sum(histograma_duracao) AS histograma_duracao
        FROM due
        GROUP BY %2$s, tipo_contato, status_processamento, categoria_tamanho_job
        ORDER BY %2$s, tipo_contato, status_processamento, categoria_tamanho_job)$sum$,
        level.key_of, level.key) END,
      regexp_replace(level.key, '(\w+)', 'rollup.\1', 'g'),
      regexp_replace(level.key, '(\w+)', 'delta.\1', 'g'),
      level.key);
  END LOOP;
  EXECUTE adjustment || ' SELECT';
  RETURN NULL;
END $$;
--> statement-breakpoint
CREATE OR REPLACE FUNCTION "gold"."empty_rollups"() RETURNS trigger
LANGUAGE plpgsql
AS $$
BEGIN
  TRUNCATE gold.enrichments_hourly, gold.enrichments_hourly_all, gold.enrichments_daily, gold.enrichments_daily_all,
           gold.enrichments_monthly, gold.enrichments_monthly_all;
  RETURN NULL;
END $$;
--> statement-breakpoint
-- What gold holds already.
INSERT INTO "gold"."enrichments_monthly"
SELECT date_trunc('month', dia)::date, id_workspace, tipo_contato, status_processamento, categoria_tamanho_job,
       sum(total_enriquecimentos), sum(total_contatos), sum(soma_duracao), sum(histograma_duracao)
FROM "gold"."enrichments_daily"
GROUP BY 1, 2, 3, 4, 5;
--> statement-breakpoint
INSERT INTO "gold"."enrichments_monthly_all"
SELECT mes, tipo_contato, status_processamento, categoria_tamanho_job,
       sum(total_enriquecimentos), sum(total_contatos), sum(soma_duracao), sum(histograma_duracao)
FROM "gold"."enrichments_monthly"
GROUP BY 1, 2, 3, 4;
