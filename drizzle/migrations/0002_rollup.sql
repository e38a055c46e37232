CREATE TABLE "gold"."enrichments_daily" (
	"dia" date NOT NULL,
	"id_workspace" uuid NOT NULL,
	"tipo_contato" text NOT NULL,
	"status_processamento" text NOT NULL,
	"categoria_tamanho_job" text NOT NULL,
	"total_enriquecimentos" bigint NOT NULL,
	"total_contatos" bigint NOT NULL,
	"soma_duracao" interval NOT NULL,
	"histograma_duracao" numeric NOT NULL,
	CONSTRAINT "enrichments_daily_pkey" PRIMARY KEY("id_workspace","dia","tipo_contato","status_processamento","categoria_tamanho_job")
);
--> statement-breakpoint
CREATE TABLE "gold"."enrichments_daily_all" (
	"dia" date NOT NULL,
	"tipo_contato" text NOT NULL,
	"status_processamento" text NOT NULL,
	"categoria_tamanho_job" text NOT NULL,
	"total_enriquecimentos" bigint NOT NULL,
	"total_contatos" bigint NOT NULL,
	"soma_duracao" interval NOT NULL,
	"histograma_duracao" numeric NOT NULL,
	CONSTRAINT "enrichments_daily_all_pkey" PRIMARY KEY("dia","tipo_contato","status_processamento","categoria_tamanho_job")
);
--> statement-breakpoint
CREATE TABLE "gold"."enrichments_hourly" (
	"hora" timestamp with time zone NOT NULL,
	"id_workspace" uuid NOT NULL,
	"tipo_contato" text NOT NULL,
	"status_processamento" text NOT NULL,
	"categoria_tamanho_job" text NOT NULL,
	"total_enriquecimentos" bigint NOT NULL,
	"total_contatos" bigint NOT NULL,
	"soma_duracao" interval NOT NULL,
	"histograma_duracao" numeric NOT NULL,
	CONSTRAINT "enrichments_hourly_pkey" PRIMARY KEY("id_workspace","hora","tipo_contato","status_processamento","categoria_tamanho_job")
);
--> statement-breakpoint
CREATE TABLE "gold"."enrichments_hourly_all" (
	"hora" timestamp with time zone NOT NULL,
	"tipo_contato" text NOT NULL,
	"status_processamento" text NOT NULL,
	"categoria_tamanho_job" text NOT NULL,
	"total_enriquecimentos" bigint NOT NULL,
	"total_contatos" bigint NOT NULL,
	"soma_duracao" interval NOT NULL,
	"histograma_duracao" numeric NOT NULL,
	CONSTRAINT "enrichments_hourly_all_pkey" PRIMARY KEY("hora","tipo_contato","status_processamento","categoria_tamanho_job")
);
--> statement-breakpoint
CREATE INDEX "enrichments_daily_by_day" ON "gold"."enrichments_daily" USING btree ("dia");