CREATE TABLE "ops"."purges" (
	"purge_id" uuid PRIMARY KEY NOT NULL,
	"workflow_id" text NOT NULL,
	"cutoff" timestamp with time zone NOT NULL,
	"started_at" timestamp with time zone DEFAULT now() NOT NULL,
	"finished_at" timestamp with time zone,
	"versions" bigint DEFAULT 0 NOT NULL,
	"fetches" bigint DEFAULT 0 NOT NULL,
	"through_batch_id" bigint NOT NULL,
	"through_run_number" bigint NOT NULL
);
--> statement-breakpoint
CREATE INDEX "enrichment_versions_by_fetch" ON "bronze"."enrichment_versions" USING btree ("fetch_id");--> statement-breakpoint
COMMENT ON TABLE "ops"."purges" IS 'What the retention deleted: a row for each time it worked.';
--> statement-breakpoint
COMMENT ON COLUMN "ops"."purges"."purge_id" IS 'The Temporal run id of the workflow.';
--> statement-breakpoint
COMMENT ON COLUMN "ops"."purges"."workflow_id" IS 'The Temporal workflow id.';
--> statement-breakpoint
COMMENT ON COLUMN "ops"."purges"."cutoff" IS 'Versions superseded, and requests made, before this instant were due: the beginning less RETENTION_DAYS.';
--> statement-breakpoint
COMMENT ON COLUMN "ops"."purges"."started_at" IS 'When it began.';
--> statement-breakpoint
COMMENT ON COLUMN "ops"."purges"."finished_at" IS 'When nothing more was due; null while it works, or when it was ended from outside.';
--> statement-breakpoint
COMMENT ON COLUMN "ops"."purges"."versions" IS 'Versions deleted, with the rejects that later good versions had resolved.';
--> statement-breakpoint
COMMENT ON COLUMN "ops"."purges"."fetches" IS 'Requests deleted: those that no kept version refers to.';
--> statement-breakpoint
COMMENT ON COLUMN "ops"."purges"."through_batch_id" IS 'The last batch whose versions'' predecessors were looked at: the next purge goes on after it.';
--> statement-breakpoint
COMMENT ON COLUMN "ops"."purges"."through_run_number" IS 'The last run whose requests were looked at: the next purge goes on after it.';
