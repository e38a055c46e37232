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
-- Adds to the rollups what a statement added to gold, and takes from them what it removed: each level from the one below it. Cells
-- come in the order of their keys, so that those of a workspace and time that begin together also lie together.
CREATE OR REPLACE FUNCTION "gold"."adjust_rollups"() RETURNS trigger
LANGUAGE plpgsql
-- Cells are found by their keys; the planner, which cannot know how few they are, would read whole rollups.
SET enable_hashjoin = off
SET enable_mergejoin = off
SET enable_seqscan = off
AS $$
DECLARE
  kind text := 'id_workspace, tipo_contato, status_processamento, categoria_tamanho_job, data_criacao';
  -- Only the transition tables of its own event are there when the trigger runs.
  additions text := format('SELECT %s, 1 AS total_enriquecimentos, total_contatos,
    data_atualizacao - data_criacao AS soma_duracao,
    gold.histograma_duracao(duracao_processamento_minutos) AS histograma_duracao FROM added', kind);
  removals text := format('SELECT %s, -1 AS total_enriquecimentos, -total_contatos AS total_contatos,
    data_criacao - data_atualizacao AS soma_duracao,
    -gold.histograma_duracao(duracao_processamento_minutos) AS histograma_duracao FROM removed', kind);
  adjustment text := format('WITH change AS (%s)', CASE TG_OP
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
    -- Name, what it is added up from, key, and where the key comes from.
    ('hourly', 'change', 'id_workspace, hora', 'id_workspace, date_bin(''1 hour'', data_criacao, ''epoch'') AS hora'),
    ('hourly_all', 'hourly', 'hora', 'hora'),
    ('daily', 'hourly', 'id_workspace, dia', 'id_workspace, (hora AT TIME ZONE ''America/Sao_Paulo'')::date AS dia'),
    ('daily_all', 'hourly_all', 'dia', '(hora AT TIME ZONE ''America/Sao_Paulo'')::date AS dia'),
    ('monthly', 'daily', 'id_workspace, mes', 'id_workspace, date_trunc(''month'', dia::timestamp)::date AS mes'),
    ('monthly_all', 'daily_all', 'mes', 'date_trunc(''month'', dia::timestamp)::date AS mes')
  ) AS levels(name, source, key, key_of)
  LOOP
    adjustment := adjustment || format($level$, %1$I AS MATERIALIZED (
      SELECT %4$s, tipo_contato, status_processamento, categoria_tamanho_job,
             sum(total_enriquecimentos)::bigint AS total_enriquecimentos, sum(total_contatos)::bigint AS total_contatos,
             sum(soma_duracao) AS soma_duracao, sum(histograma_duracao) AS histograma_duracao
      FROM %2$I
      GROUP BY %3$s, tipo_contato, status_processamento, categoria_tamanho_job
      HAVING sum(total_enriquecimentos) <> 0 OR sum(total_contatos) <> 0 OR sum(soma_duracao) <> interval '0'
          OR sum(histograma_duracao) <> 0
      ORDER BY %3$s, tipo_contato, status_processamento, categoria_tamanho_job
    ), %5$I AS (
      MERGE INTO gold.%6$I AS rollup USING %1$I AS delta
      ON (%7$s, rollup.tipo_contato, rollup.status_processamento, rollup.categoria_tamanho_job)
       = (%8$s, delta.tipo_contato, delta.status_processamento, delta.categoria_tamanho_job)
      WHEN MATCHED AND rollup.total_enriquecimentos + delta.total_enriquecimentos = 0 THEN DELETE
      WHEN MATCHED THEN UPDATE SET
        total_enriquecimentos = rollup.total_enriquecimentos + delta.total_enriquecimentos,
        total_contatos = rollup.total_contatos + delta.total_contatos,
        soma_duracao = rollup.soma_duracao + delta.soma_duracao,
        histograma_duracao = rollup.histograma_duracao + delta.histograma_duracao
      WHEN NOT MATCHED THEN INSERT
        (%3$s, tipo_contato, status_processamento, categoria_tamanho_job,
         total_enriquecimentos, total_contatos, soma_duracao, histograma_duracao)
        VALUES (delta.*)
    )$level$,
      level.name, level.source, level.key, level.key_of, 'adjusted_' || level.name, 'enrichments_' || level.name,
      regexp_replace(level.key, '(\w+)', 'rollup.\1', 'g'), regexp_replace(level.key, '(\w+)', 'delta.\1', 'g'));
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
