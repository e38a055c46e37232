CREATE SCHEMA "bronze";
--> statement-breakpoint
CREATE SCHEMA "gold";
--> statement-breakpoint
CREATE SCHEMA "ops";
--> statement-breakpoint
CREATE TABLE "bronze"."enrichment_heads" (
	"record_key" uuid PRIMARY KEY NOT NULL,
	"version_id" bigint NOT NULL,
	"content_hash" bigint NOT NULL,
	"dw_ingested_at" timestamp with time zone NOT NULL,
	"dw_updated_at" timestamp with time zone NOT NULL,
	"deleted_at" timestamp with time zone
);
--> statement-breakpoint
CREATE TABLE "bronze"."enrichment_versions" (
	"version_id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "bronze"."enrichment_versions_version_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"record_key" uuid NOT NULL,
	"previous_version_id" bigint,
	"fetch_id" bigint NOT NULL,
	"observed_at" timestamp with time zone NOT NULL,
	"payload" json NOT NULL
);
--> statement-breakpoint
CREATE TABLE "bronze"."fetches" (
	"fetch_id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "bronze"."fetches_fetch_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"run_id" uuid NOT NULL,
	"batch_id" bigint,
	"workflow_id" text NOT NULL,
	"workflow_run_id" text NOT NULL,
	"activity_type" text NOT NULL,
	"attempt" integer NOT NULL,
	"request" text NOT NULL,
	"http_status" smallint,
	"failure" text,
	"rows" integer DEFAULT 0 NOT NULL,
	"new_versions" integer DEFAULT 0 NOT NULL,
	"requested_at" timestamp with time zone NOT NULL,
	"duration_ms" integer NOT NULL,
	"retry_after" text
);
--> statement-breakpoint
CREATE TABLE "gold"."enrichments" (
	"id_enriquecimento" uuid PRIMARY KEY NOT NULL,
	"id_workspace" uuid NOT NULL,
	"nome_workspace" text NOT NULL,
	"total_contatos" integer NOT NULL,
	"tipo_contato" text NOT NULL,
	"status_processamento" text NOT NULL,
	"data_criacao" timestamp with time zone NOT NULL,
	"data_atualizacao" timestamp with time zone NOT NULL,
	"duracao_processamento_minutos" double precision NOT NULL,
	"tempo_por_contato_minutos" double precision,
	"processamento_sucesso" boolean NOT NULL,
	"categoria_tamanho_job" text NOT NULL,
	"necessita_reprocessamento" boolean NOT NULL,
	"data_atualizacao_dw" timestamp with time zone NOT NULL,
	"id_versao_bronze" bigint NOT NULL,
	"id_execucao" uuid NOT NULL,
	CONSTRAINT "enrichments_total_contatos" CHECK (total_contatos >= 0),
	CONSTRAINT "enrichments_tipo_contato" CHECK (tipo_contato in ('PESSOA', 'EMPRESA')),
	CONSTRAINT "enrichments_status_processamento" CHECK (status_processamento in ('EM_PROCESSAMENTO', 'CONCLUIDO', 'FALHOU', 'CANCELADO')),
	CONSTRAINT "enrichments_categoria_tamanho_job" CHECK (categoria_tamanho_job in ('PEQUENO', 'MEDIO', 'GRANDE', 'MUITO_GRANDE'))
);
--> statement-breakpoint
CREATE TABLE "ops"."batches" (
	"batch_id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "ops"."batches_batch_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"run_id" uuid NOT NULL,
	"first_version_id" bigint NOT NULL,
	"last_version_id" bigint NOT NULL,
	"versions" integer NOT NULL,
	"committed_at" timestamp with time zone DEFAULT now() NOT NULL,
	"transformed_at" timestamp with time zone
);
--> statement-breakpoint
CREATE TABLE "ops"."rejected_records" (
	"version_id" bigint PRIMARY KEY NOT NULL,
	"record_key" uuid NOT NULL,
	"run_id" uuid NOT NULL,
	"rule" text NOT NULL,
	"field" text NOT NULL,
	"payload" json NOT NULL,
	"rejected_at" timestamp with time zone DEFAULT now() NOT NULL,
	"resolved_at" timestamp with time zone,
	"resolved_by_version_id" bigint
);
--> statement-breakpoint
CREATE TABLE "ops"."runs" (
	"run_id" uuid PRIMARY KEY NOT NULL,
	"run_number" bigint GENERATED ALWAYS AS IDENTITY (sequence name "ops"."runs_run_number_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"generation" bigint NOT NULL,
	"variant" text NOT NULL,
	"kind" text NOT NULL,
	"trigger" text NOT NULL,
	"workflow_id" text NOT NULL,
	"started_at" timestamp with time zone DEFAULT now() NOT NULL,
	"finished_at" timestamp with time zone,
	"outcome" text DEFAULT 'running' NOT NULL,
	"error" text,
	"window_from" timestamp with time zone,
	"window_to" timestamp with time zone,
	"source_honours_updated_since" boolean,
	"requests" integer DEFAULT 0 NOT NULL,
	"rate_limited" integer DEFAULT 0 NOT NULL,
	"retries" integer DEFAULT 0 NOT NULL,
	"records_read" bigint DEFAULT 0 NOT NULL,
	"versions_written" bigint DEFAULT 0 NOT NULL,
	"gold_inserted" bigint DEFAULT 0 NOT NULL,
	"gold_updated" bigint DEFAULT 0 NOT NULL,
	"rejected" bigint DEFAULT 0 NOT NULL,
	"deleted" bigint DEFAULT 0 NOT NULL,
	"fetching_ms" bigint DEFAULT 0 NOT NULL,
	"rate_limit_wait_ms" bigint DEFAULT 0 NOT NULL,
	"transforming_ms" bigint DEFAULT 0 NOT NULL,
	"source_records" bigint,
	"gold_records" bigint,
	"rejected_records" bigint,
	"balanced" boolean,
	CONSTRAINT "runs_run_number_unique" UNIQUE("run_number"),
	CONSTRAINT "runs_variant" CHECK (variant in ('modular', 'linear')),
	CONSTRAINT "runs_kind" CHECK (kind in ('incremental', 'backfill', 'reconcile')),
	CONSTRAINT "runs_trigger" CHECK (trigger in ('schedule', 'cli', 'api', 'start')),
	CONSTRAINT "runs_outcome" CHECK (outcome in ('running', 'succeeded', 'unbalanced', 'failed', 'canceled', 'abandoned'))
);
--> statement-breakpoint
CREATE TABLE "ops"."sightings" (
	"run_id" uuid NOT NULL,
	"record_key" uuid NOT NULL,
	CONSTRAINT "sightings_run_id_record_key_pk" PRIMARY KEY("run_id","record_key")
);
--> statement-breakpoint
CREATE TABLE "ops"."slices" (
	"run_id" uuid NOT NULL,
	"slice_no" integer NOT NULL,
	"from_at" timestamp with time zone,
	"to_at" timestamp with time zone,
	"walk" text NOT NULL,
	"cursor_at" timestamp with time zone,
	"cursor_page" integer DEFAULT 1 NOT NULL,
	"to_page" integer,
	"commits" integer DEFAULT 0 NOT NULL,
	"max_updated_at" timestamp with time zone,
	"records_read" bigint DEFAULT 0 NOT NULL,
	"expected_records" bigint DEFAULT 0 NOT NULL,
	"finished_at" timestamp with time zone,
	CONSTRAINT "slices_run_id_slice_no_pk" PRIMARY KEY("run_id","slice_no"),
	CONSTRAINT "slices_walk" CHECK (walk in ('keyset', 'second', 'pages'))
);
--> statement-breakpoint
CREATE TABLE "ops"."source_fields" (
	"field" text NOT NULL,
	"json_type" text NOT NULL,
	"expected" boolean NOT NULL,
	"first_seen_at" timestamp with time zone DEFAULT now() NOT NULL,
	"first_seen_run_id" uuid,
	"example" json,
	CONSTRAINT "source_fields_field_json_type_pk" PRIMARY KEY("field","json_type")
);
--> statement-breakpoint
CREATE TABLE "ops"."warehouse_state" (
	"id" smallint PRIMARY KEY DEFAULT 1 NOT NULL,
	"generation" bigint DEFAULT 1 NOT NULL,
	"watermark" timestamp with time zone,
	"data_version" bigint DEFAULT 0 NOT NULL,
	CONSTRAINT "warehouse_state_one_row" CHECK (id = 1)
);
--> statement-breakpoint
ALTER TABLE "bronze"."fetches" ADD CONSTRAINT "fetches_run_id_runs_run_id_fk" FOREIGN KEY ("run_id") REFERENCES "ops"."runs"("run_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "ops"."batches" ADD CONSTRAINT "batches_run_id_runs_run_id_fk" FOREIGN KEY ("run_id") REFERENCES "ops"."runs"("run_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "ops"."rejected_records" ADD CONSTRAINT "rejected_records_run_id_runs_run_id_fk" FOREIGN KEY ("run_id") REFERENCES "ops"."runs"("run_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "ops"."slices" ADD CONSTRAINT "slices_run_id_runs_run_id_fk" FOREIGN KEY ("run_id") REFERENCES "ops"."runs"("run_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "ops"."source_fields" ADD CONSTRAINT "source_fields_first_seen_run_id_runs_run_id_fk" FOREIGN KEY ("first_seen_run_id") REFERENCES "ops"."runs"("run_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "fetches_by_run" ON "bronze"."fetches" USING btree ("run_id");--> statement-breakpoint
CREATE INDEX "enrichments_by_created" ON "gold"."enrichments" USING btree ("data_criacao","id_enriquecimento");--> statement-breakpoint
CREATE INDEX "enrichments_by_workspace" ON "gold"."enrichments" USING btree ("id_workspace","data_criacao");--> statement-breakpoint
CREATE INDEX "batches_pending" ON "ops"."batches" USING btree ("batch_id") WHERE transformed_at is null;--> statement-breakpoint
CREATE INDEX "rejected_records_by_key" ON "ops"."rejected_records" USING btree ("record_key");--> statement-breakpoint
CREATE INDEX "runs_open" ON "ops"."runs" USING btree ("run_id") WHERE finished_at is null;