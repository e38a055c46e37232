-- Whoever writes gold at this moment is waited for; nobody else writes it until the new rollups are complete.
LOCK TABLE "gold"."enrichments" IN SHARE ROW EXCLUSIVE MODE;
--> statement-breakpoint
DROP TRIGGER "rollups_inserted" ON "gold"."enrichments";
--> statement-breakpoint
DROP TRIGGER "rollups_updated" ON "gold"."enrichments";
--> statement-breakpoint
DROP TRIGGER "rollups_deleted" ON "gold"."enrichments";
--> statement-breakpoint
DROP TABLE "gold"."enrichments_hourly", "gold"."enrichments_hourly_all", "gold"."enrichments_daily", "gold"."enrichments_daily_all",
           "gold"."enrichments_monthly", "gold"."enrichments_monthly_all";
--> statement-breakpoint
DROP FUNCTION "gold"."adjust_rollups"();
--> statement-breakpoint
DROP FUNCTION "gold"."percentil_duracao"(numeric, double precision);
--> statement-breakpoint
DROP FUNCTION "gold"."histograma_duracao"(double precision);
--> statement-breakpoint
DROP INDEX "gold"."enrichments_by_created", "gold"."enrichments_by_workspace", "gold"."enrichments_by_updated",
           "gold"."enrichments_by_duration", "gold"."enrichments_by_contacts", "gold"."enrichments_by_name";
--> statement-breakpoint
CREATE INDEX "enrichments_by_created" ON "gold"."enrichments" USING btree ("data_criacao","id_enriquecimento");
--> statement-breakpoint
CREATE INDEX "enrichments_by_updated" ON "gold"."enrichments" USING btree ("data_atualizacao","id_enriquecimento");
--> statement-breakpoint
CREATE INDEX "enrichments_by_workspace" ON "gold"."enrichments" USING btree ("id_workspace","data_criacao","id_enriquecimento");
--> statement-breakpoint
CREATE TABLE "gold"."enrichments_by_hour" (
	"hora" timestamp with time zone NOT NULL,
	"tipo_contato" text NOT NULL,
	"status_processamento" text NOT NULL,
	"categoria_tamanho_job" text NOT NULL,
	"total_enriquecimentos" integer NOT NULL,
	"total_contatos" bigint NOT NULL,
	"soma_duracao_ms" bigint NOT NULL,
	"faixas_duracao" smallint[] NOT NULL,
	"enriquecimentos_por_faixa" integer[] NOT NULL,
	CONSTRAINT "enrichments_by_hour_pkey" PRIMARY KEY("hora","tipo_contato","status_processamento","categoria_tamanho_job")
);
--> statement-breakpoint
CREATE TABLE "gold"."enrichments_by_day" (
	"id_workspace" uuid,
	"dia" date NOT NULL,
	"tipo_contato" text NOT NULL,
	"status_processamento" text NOT NULL,
	"categoria_tamanho_job" text NOT NULL,
	"total_enriquecimentos" integer NOT NULL,
	"total_contatos" bigint NOT NULL,
	"soma_duracao_ms" bigint NOT NULL,
	"faixas_duracao" smallint[] NOT NULL,
	"enriquecimentos_por_faixa" integer[] NOT NULL,
	CONSTRAINT "enrichments_by_day_key" UNIQUE NULLS NOT DISTINCT("id_workspace","dia","tipo_contato","status_processamento","categoria_tamanho_job")
);
--> statement-breakpoint
-- Room on each page for new states of its rows, which then need no new entries in the index.
ALTER TABLE "gold"."enrichments_by_hour" SET (fillfactor = 80);
--> statement-breakpoint
ALTER TABLE "gold"."enrichments_by_day" SET (fillfactor = 80);
--> statement-breakpoint
-- Eight classes for each doubling: the middle of a class is at most 4.4 % from any duration in it.
CREATE OR REPLACE FUNCTION "gold"."faixa_duracao"(minutos double precision) RETURNS integer
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN CASE WHEN minutos * 60 < 1 THEN 0 ELSE 1 + floor(8 * ln(minutos * 60) / 0.6931471805599453)::integer END;
--> statement-breakpoint
-- Adds to the rollups what a statement added to gold, and subtracts what it removed. Every rollup row is found by the conflict on
-- its key or by its ctid: no statistics, however stale, can make PostgreSQL read a whole rollup instead.
CREATE FUNCTION "gold"."adjust_rollups"() RETURNS trigger
LANGUAGE plpgsql
AS $$
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
END $$;
--> statement-breakpoint
CREATE OR REPLACE FUNCTION "gold"."empty_rollups"() RETURNS trigger
LANGUAGE plpgsql
AS $$
BEGIN
  TRUNCATE gold.enrichments_by_hour, gold.enrichments_by_day;
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
-- What gold holds already.
INSERT INTO "gold"."enrichments_by_hour"
SELECT hora, tipo_contato, status_processamento, categoria_tamanho_job, sum(jobs), sum(contacts), sum(duration_ms),
       array_agg(faixa ORDER BY faixa), array_agg(jobs ORDER BY faixa)
FROM (
  SELECT date_bin('1 hour', data_criacao, 'epoch') AS hora, tipo_contato, status_processamento, categoria_tamanho_job,
         "gold"."faixa_duracao"(duracao_processamento_minutos)::smallint AS faixa, count(*)::integer AS jobs,
         sum(total_contatos) AS contacts, sum(round(duracao_processamento_minutos * 60000)::bigint) AS duration_ms
  FROM "gold"."enrichments"
  GROUP BY 1, 2, 3, 4, 5
) AS class
GROUP BY 1, 2, 3, 4;
--> statement-breakpoint
INSERT INTO "gold"."enrichments_by_day"
SELECT id_workspace, dia, tipo_contato, status_processamento, categoria_tamanho_job, sum(jobs), sum(contacts), sum(duration_ms),
       array_agg(faixa ORDER BY faixa), array_agg(jobs ORDER BY faixa)
FROM (
  SELECT id_workspace, dia, tipo_contato, status_processamento, categoria_tamanho_job, faixa, count(*)::integer AS jobs,
         sum(total_contatos) AS contacts, sum(round(duracao_processamento_minutos * 60000)::bigint) AS duration_ms
  FROM (
    SELECT (data_criacao AT TIME ZONE 'America/Sao_Paulo')::date AS dia,
           "gold"."faixa_duracao"(duracao_processamento_minutos)::smallint AS faixa, enrichments.*
    FROM "gold"."enrichments"
  ) AS job
  GROUP BY GROUPING SETS ((id_workspace, dia, tipo_contato, status_processamento, categoria_tamanho_job, faixa),
                          (dia, tipo_contato, status_processamento, categoria_tamanho_job, faixa))
) AS class
GROUP BY 1, 2, 3, 4, 5;
--> statement-breakpoint
COMMENT ON TABLE "gold"."enrichments_by_hour" IS 'Gold aggregated by hour, all workspaces together; triggers keep it equal to gold.enrichments. Measures of rows add up; histograms, class by class.';
COMMENT ON COLUMN "gold"."enrichments_by_hour"."hora" IS 'The hour (UTC) that data_criacao lies in.';
COMMENT ON TABLE "gold"."enrichments_by_day" IS 'Gold aggregated by day, for each workspace and, where id_workspace is null, for all together: filter by id_workspace, or every job counts twice. Otherwise as gold.enrichments_by_hour.';
COMMENT ON COLUMN "gold"."enrichments_by_day"."id_workspace" IS 'The workspace; null: all of them together.';
COMMENT ON COLUMN "gold"."enrichments_by_day"."dia" IS 'The day in America/Sao_Paulo that data_criacao lies in.';
COMMENT ON FUNCTION "gold"."faixa_duracao"(double precision) IS 'The class of a duration in minutes: 0 below one second, then eight for each doubling. Class n > 0 is from 2^((n - 1) / 8) seconds up to, but without, 2^(n / 8).';
COMMENT ON FUNCTION "gold"."adjust_rollups"() IS 'Trigger: adds to the rollups what a statement added to gold.enrichments, and subtracts what it removed.';
--> statement-breakpoint
DO $$
DECLARE
  rollup text;
BEGIN
  FOREACH rollup IN ARRAY ARRAY['gold.enrichments_by_hour', 'gold.enrichments_by_day'] LOOP
    EXECUTE format($comments$
      COMMENT ON COLUMN %1$s.tipo_contato IS 'PESSOA or EMPRESA.';
      COMMENT ON COLUMN %1$s.status_processamento IS 'EM_PROCESSAMENTO, CONCLUIDO, FALHOU or CANCELADO.';
      COMMENT ON COLUMN %1$s.categoria_tamanho_job IS 'PEQUENO, MEDIO, GRANDE or MUITO_GRANDE.';
      COMMENT ON COLUMN %1$s.total_enriquecimentos IS 'Jobs.';
      COMMENT ON COLUMN %1$s.total_contatos IS 'Sum of their contacts.';
      COMMENT ON COLUMN %1$s.soma_duracao_ms IS 'Sum of their durations in whole milliseconds.';
      COMMENT ON COLUMN %1$s.faixas_duracao IS 'Histogram of their durations: the classes (gold.faixa_duracao) that have jobs, in ascending order.';
      COMMENT ON COLUMN %1$s.enriquecimentos_por_faixa IS 'How many jobs each class of faixas_duracao has.';
    $comments$, rollup);
  END LOOP;
END $$;
