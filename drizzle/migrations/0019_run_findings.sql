CREATE TABLE "ops"."duplicates" (
	"record_key" uuid NOT NULL,
	"content_hash" bigint NOT NULL,
	"copies" smallint NOT NULL,
	"run_id" uuid NOT NULL,
	"found_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "duplicates_record_key_content_hash_pk" PRIMARY KEY("record_key","content_hash")
);
--> statement-breakpoint
CREATE TABLE "ops"."findings" (
	"run_id" uuid NOT NULL,
	"code" text NOT NULL,
	"severity" text NOT NULL,
	"records" bigint DEFAULT 0 NOT NULL,
	"record_ids" text[] DEFAULT '{}' NOT NULL,
	"detail" text NOT NULL,
	"remedy" text NOT NULL,
	"found_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "findings_run_id_code_pk" PRIMARY KEY("run_id","code"),
	CONSTRAINT "findings_code" CHECK (code in ('rejected_records', 'duplicate_records', 'deleted_records', 'rolled_back_records', 'count_differs', 'total_capped', 'not_counted', 'source_unavailable', 'clock_differs', 'page_size_reduced', 'updated_since_ignored', 'updated_since_exclusive', 'unreadable_times')),
	CONSTRAINT "findings_severity" CHECK (severity in ('notice', 'warning', 'gap'))
);
--> statement-breakpoint
ALTER TABLE "ops"."runs" DROP CONSTRAINT "runs_kind";--> statement-breakpoint
ALTER TABLE "ops"."runs" DROP CONSTRAINT "runs_outcome";--> statement-breakpoint
ALTER TABLE "ops"."sightings" DROP CONSTRAINT "sightings_run_id_record_key_pk";--> statement-breakpoint
-- An identity's sequence skips 32 numbers when PostgreSQL crashes. Runs are opened one at a time, so the next number is safe.
ALTER TABLE "ops"."runs" ALTER COLUMN "run_number" DROP IDENTITY;--> statement-breakpoint
CREATE FUNCTION "ops"."next_run_number"() RETURNS bigint
LANGUAGE sql VOLATILE
AS $$ SELECT coalesce(max(run_number), 0) + 1 FROM ops.runs $$;--> statement-breakpoint
ALTER TABLE "ops"."runs" ALTER COLUMN "run_number" SET DEFAULT ops.next_run_number();--> statement-breakpoint
-- Sightings of a run that is at work now: its complete read begins again.
TRUNCATE "ops"."sightings";--> statement-breakpoint
UPDATE "ops"."runs" SET outcome = 'incomplete' WHERE outcome = 'unbalanced';--> statement-breakpoint
ALTER TABLE "bronze"."deletions" ADD COLUMN "reason" text DEFAULT 'gone' NOT NULL;--> statement-breakpoint
ALTER TABLE "ops"."runs" ADD COLUMN "source_excludes_updated_since" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "ops"."runs" ADD COLUMN "source_page_size" smallint;--> statement-breakpoint
ALTER TABLE "ops"."runs" ADD COLUMN "last_progress_at" timestamp with time zone DEFAULT now() NOT NULL;--> statement-breakpoint
ALTER TABLE "ops"."runs" ADD COLUMN "wait_until" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "ops"."runs" ADD COLUMN "wait_reason" text;--> statement-breakpoint
ALTER TABLE "ops"."runs" ADD COLUMN "failures_in_row" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "ops"."sightings" ADD COLUMN "pass" smallint DEFAULT 1 NOT NULL;--> statement-breakpoint
ALTER TABLE "ops"."sightings" ADD COLUMN "content_hash" bigint NOT NULL;--> statement-breakpoint
ALTER TABLE "ops"."sightings" ADD COLUMN "updated_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "ops"."sightings" ADD COLUMN "copies" smallint DEFAULT 1 NOT NULL;--> statement-breakpoint
ALTER TABLE "ops"."sightings" ADD CONSTRAINT "sightings_run_id_pass_record_key_content_hash_pk" PRIMARY KEY("run_id","pass","record_key","content_hash");--> statement-breakpoint
ALTER TABLE "ops"."slices" ADD COLUMN "failures_in_row" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "ops"."slices" ADD COLUMN "doubts_in_row" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "ops"."warehouse_state" ADD COLUMN "full_read_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "ops"."warehouse_state" ADD COLUMN "count_difference" bigint DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "ops"."duplicates" ADD CONSTRAINT "duplicates_run_id_runs_run_id_fk" FOREIGN KEY ("run_id") REFERENCES "ops"."runs"("run_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "ops"."findings" ADD CONSTRAINT "findings_run_id_runs_run_id_fk" FOREIGN KEY ("run_id") REFERENCES "ops"."runs"("run_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "bronze"."deletions" ADD CONSTRAINT "deletions_reason" CHECK (reason in ('gone', 'rolled_back'));--> statement-breakpoint
ALTER TABLE "ops"."runs" ADD CONSTRAINT "runs_kind" CHECK (kind in ('incremental', 'first_load', 'backfill', 'reconcile'));--> statement-breakpoint
ALTER TABLE "ops"."runs" ADD CONSTRAINT "runs_outcome" CHECK (outcome in ('running', 'succeeded', 'succeeded_with_findings', 'incomplete', 'failed', 'canceled', 'abandoned'));
--> statement-breakpoint
COMMENT ON FUNCTION "ops"."next_run_number"() IS 'The number of the next run; whoever inserts runs does so one at a time.';
COMMENT ON COLUMN "ops"."warehouse_state"."full_read_at" IS 'When the last complete read of the source ended; null: there was none.';
COMMENT ON COLUMN "ops"."warehouse_state"."count_difference" IS 'What the source''s total said beyond the entries that the last complete read met; negative where it said less.';
COMMENT ON COLUMN "ops"."runs"."kind" IS 'incremental (since the watermark), first_load (everything, as there is no watermark yet), backfill (a span of updated_at again) or reconcile (everything, marking what is gone as deleted).';
COMMENT ON COLUMN "ops"."runs"."outcome" IS 'running, succeeded, succeeded_with_findings, incomplete (a part could not be read or proved: the next run goes on), failed, canceled or abandoned (killed from outside, closed by a later run).';
COMMENT ON COLUMN "ops"."runs"."error" IS 'Why it failed or is incomplete; null when it did neither.';
COMMENT ON COLUMN "ops"."runs"."source_excludes_updated_since" IS 'Whether updated_since leaves out the time itself, so that requests are sent for one second earlier.';
COMMENT ON COLUMN "ops"."runs"."source_page_size" IS 'Records that the source puts on a page at most; null until probed.';
COMMENT ON COLUMN "ops"."runs"."last_progress_at" IS 'When the source last gave a usable answer to the run; its beginning before that.';
COMMENT ON COLUMN "ops"."runs"."wait_until" IS 'No request of the run is sent before; null or past: it does not wait.';
COMMENT ON COLUMN "ops"."runs"."wait_reason" IS 'What it waits for, in words.';
COMMENT ON COLUMN "ops"."runs"."failures_in_row" IS 'Requests outside slices that failed since the last usable answer.';
COMMENT ON COLUMN "ops"."runs"."rate_limit_wait_ms" IS 'Milliseconds for which the source had the run wait; waits at the same time count once.';
COMMENT ON COLUMN "ops"."runs"."source_records" IS 'Conservation: entries that the source counts, of those the warehouse should know; null where they could not be counted.';
COMMENT ON COLUMN "ops"."runs"."balanced" IS 'Whether the source''s count is explained by gold, rejects and known duplicates; null where not counted.';
COMMENT ON COLUMN "ops"."slices"."failures_in_row" IS 'Requests that failed since the slice last moved.';
COMMENT ON COLUMN "ops"."slices"."doubts_in_row" IS 'Answers since the slice last moved that contradict themselves or what was seen before.';
COMMENT ON TABLE "ops"."sightings" IS 'Records met by a complete read in progress, a row per pass, record and content: what it does not meet is deleted at the source.';
COMMENT ON COLUMN "ops"."sightings"."pass" IS 'The pass over the source that met it.';
COMMENT ON COLUMN "ops"."sightings"."content_hash" IS 'The content met, as in bronze.enrichment_heads.';
COMMENT ON COLUMN "ops"."sightings"."updated_at" IS 'Its updated_at; null where it is unreadable.';
COMMENT ON COLUMN "ops"."sightings"."copies" IS 'The most times that one answer listed it.';
COMMENT ON TABLE "ops"."duplicates" IS 'Entries that the source lists beside a record''s own one, as of the last complete read. They are not ingested.';
COMMENT ON COLUMN "ops"."duplicates"."record_key" IS 'The record, as in bronze.enrichment_versions.';
COMMENT ON COLUMN "ops"."duplicates"."content_hash" IS 'The entry''s content, as in bronze.enrichment_heads.';
COMMENT ON COLUMN "ops"."duplicates"."copies" IS 'How many entries of this content are superfluous.';
COMMENT ON COLUMN "ops"."duplicates"."run_id" IS 'The run that found it (ops.runs).';
COMMENT ON COLUMN "ops"."duplicates"."found_at" IS 'When it was found.';
COMMENT ON TABLE "ops"."findings" IS 'What a run noticed, a row per run and kind.';
COMMENT ON COLUMN "ops"."findings"."run_id" IS 'The run (ops.runs).';
COMMENT ON COLUMN "ops"."findings"."code" IS 'What kind of finding it is.';
COMMENT ON COLUMN "ops"."findings"."severity" IS 'notice (nothing to do), warning (the run succeeded with findings) or gap (the run is incomplete).';
COMMENT ON COLUMN "ops"."findings"."records" IS 'How many records it is about.';
COMMENT ON COLUMN "ops"."findings"."record_ids" IS 'Ids of the first of them.';
COMMENT ON COLUMN "ops"."findings"."detail" IS 'What was found, in a sentence.';
COMMENT ON COLUMN "ops"."findings"."remedy" IS 'What to do about it.';
COMMENT ON COLUMN "ops"."findings"."found_at" IS 'When it was found.';
COMMENT ON TABLE "bronze"."deletions" IS 'Append-only: each time a complete read no longer found a record at the source, or found it in an older state. What was observed before no longer counts for gold.';
COMMENT ON COLUMN "bronze"."deletions"."deleted_at" IS 'When it was found gone; of one in an older state, when that state was observed.';
COMMENT ON COLUMN "bronze"."deletions"."reason" IS 'gone (no longer listed) or rolled_back (listed with an older updated_at, as after a restore).';
