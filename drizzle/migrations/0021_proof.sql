CREATE TABLE "ops"."differences" (
	"run_id" uuid NOT NULL,
	"record_key" uuid NOT NULL,
	"kind" text NOT NULL,
	"window_no" integer,
	"version_id" bigint,
	"found_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "differences_run_id_record_key_kind_pk" PRIMARY KEY("run_id","record_key","kind"),
	CONSTRAINT "differences_kind" CHECK (kind in ('lost', 'stale', 'rolled_back', 'listed_twice', 'gone', 'changed'))
);
--> statement-breakpoint
CREATE TABLE "ops"."proof_windows" (
	"run_id" uuid NOT NULL,
	"window_no" integer NOT NULL,
	"origin" text NOT NULL,
	"from_at" timestamp with time zone,
	"to_at" timestamp with time zone,
	"source_records" bigint NOT NULL,
	"warehouse_records" bigint NOT NULL,
	"difference_from" bigint NOT NULL,
	"difference_to" bigint NOT NULL,
	"verdict" text NOT NULL,
	"counted_at" timestamp with time zone DEFAULT now() NOT NULL,
	"slice_no" integer,
	CONSTRAINT "proof_windows_run_id_window_no_pk" PRIMARY KEY("run_id","window_no"),
	CONSTRAINT "proof_windows_origin" CHECK (origin in ('boundary', 'half', 'scrub', 'earlier_entry')),
	CONSTRAINT "proof_windows_verdict" CHECK (verdict in ('equal', 'differs', 'reading', 'healed', 'unsettled'))
);
--> statement-breakpoint
CREATE TABLE "ops"."proofs" (
	"run_id" uuid PRIMARY KEY NOT NULL,
	"verdict" text DEFAULT 'counting' NOT NULL,
	"started_at" timestamp with time zone DEFAULT now() NOT NULL,
	"finished_at" timestamp with time zone,
	"high_water" timestamp with time zone,
	"source_records" bigint,
	"warehouse_records" bigint,
	"requests" integer DEFAULT 0 NOT NULL,
	"rounds" smallint DEFAULT 0 NOT NULL,
	"disturbances" smallint DEFAULT 0 NOT NULL,
	"scrubbed_to" timestamp with time zone,
	"gold_checked_to" uuid,
	"gold_checked" bigint DEFAULT 0 NOT NULL,
	"gold_repaired" bigint DEFAULT 0 NOT NULL,
	CONSTRAINT "proofs_verdict" CHECK (verdict in ('counting', 'proved', 'being_checked', 'read_in_full', 'not_countable'))
);
--> statement-breakpoint
ALTER TABLE "ops"."findings" DROP CONSTRAINT "findings_code";--> statement-breakpoint
ALTER TABLE "ops"."runs" DROP CONSTRAINT "runs_kind";--> statement-breakpoint
ALTER TABLE "bronze"."enrichment_heads" ADD COLUMN "updated_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "ops"."duplicates" ADD COLUMN "updated_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "ops"."warehouse_state" ADD COLUMN "counts_by_time_wrong_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "ops"."differences" ADD CONSTRAINT "differences_run_id_runs_run_id_fk" FOREIGN KEY ("run_id") REFERENCES "ops"."runs"("run_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "ops"."proof_windows" ADD CONSTRAINT "proof_windows_run_id_runs_run_id_fk" FOREIGN KEY ("run_id") REFERENCES "ops"."runs"("run_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "ops"."proofs" ADD CONSTRAINT "proofs_run_id_runs_run_id_fk" FOREIGN KEY ("run_id") REFERENCES "ops"."runs"("run_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "differences_by_record" ON "ops"."differences" USING btree ("record_key");--> statement-breakpoint
CREATE INDEX "enrichment_heads_by_time" ON "bronze"."enrichment_heads" USING btree ("updated_at") WHERE deleted_at is null;--> statement-breakpoint
ALTER TABLE "ops"."findings" ADD CONSTRAINT "findings_code" CHECK (code in ('rejected_records', 'duplicate_records', 'deleted_records', 'rolled_back_records', 'count_differs', 'total_capped', 'not_counted', 'source_unavailable', 'clock_differs', 'page_size_reduced', 'updated_since_ignored', 'updated_since_exclusive', 'unreadable_times', 'lost_records', 'stale_records', 'changed_records', 'being_checked', 'gold_repaired', 'bronze_damaged'));--> statement-breakpoint
ALTER TABLE "ops"."runs" ADD CONSTRAINT "runs_kind" CHECK (kind in ('incremental', 'first_load', 'backfill', 'reconcile', 'prove'));
--> statement-breakpoint
UPDATE "bronze"."enrichment_heads" AS head
SET updated_at = "gold"."data_hora"(CASE WHEN json_typeof(payload) = 'object' AND "bronze"."readable"(payload) THEN payload ->> 'updated_at' END)
FROM "bronze"."enrichment_versions" AS version
WHERE version.version_id = head.version_id;
--> statement-breakpoint
-- Their times are not known: the next proof finds them again.
DELETE FROM "ops"."duplicates";
--> statement-breakpoint
COMMENT ON COLUMN "ops"."runs"."kind" IS 'incremental (since the watermark), first_load (everything, as there is no watermark yet), backfill (a span of updated_at again), reconcile (everything, marking what is gone as deleted) or prove (the proof by counting alone).';
COMMENT ON COLUMN "bronze"."enrichment_heads"."updated_at" IS 'The newest version''s updated_at as the source wrote it; null where it is unreadable.';
COMMENT ON COLUMN "ops"."duplicates"."updated_at" IS 'The entry''s updated_at; null where it is unreadable.';
COMMENT ON TABLE "ops"."duplicates" IS 'Entries that the source lists beside a record''s own one, as the last proof or complete read found them. They are not ingested.';
COMMENT ON TABLE "ops"."sightings" IS 'Records met by a complete read, or by the windows of a proof, in progress; a row per pass, record and content: what it does not meet is deleted at the source.';
COMMENT ON TABLE "ops"."proofs" IS 'The proof by counting of a run: what it came to, and where the rotating comparisons go on.';
COMMENT ON COLUMN "ops"."proofs"."run_id" IS 'The run (ops.runs).';
COMMENT ON COLUMN "ops"."proofs"."verdict" IS 'counting (at work), proved, being_checked (windows differ, or the source changed while it was counted: the next run goes on), read_in_full (a complete read compared each record) or not_countable (the source cannot be counted by time).';
COMMENT ON COLUMN "ops"."proofs"."started_at" IS 'When the counting began.';
COMMENT ON COLUMN "ops"."proofs"."finished_at" IS 'When it ended; null while it is at work.';
COMMENT ON COLUMN "ops"."proofs"."high_water" IS 'As long as the source''s count since it is the warehouse''s own, nothing has changed at the source.';
COMMENT ON COLUMN "ops"."proofs"."source_records" IS 'Entries that the source counts.';
COMMENT ON COLUMN "ops"."proofs"."warehouse_records" IS 'Entries that the warehouse counts: records that exist, and entries known to be listed twice.';
COMMENT ON COLUMN "ops"."proofs"."requests" IS 'Requests that were spent on it.';
COMMENT ON COLUMN "ops"."proofs"."rounds" IS 'How many times windows were read.';
COMMENT ON COLUMN "ops"."proofs"."disturbances" IS 'How many times the source had changed while it was counted.';
COMMENT ON COLUMN "ops"."proofs"."scrubbed_to" IS 'How far the rotation of windows that are read outright has come; null: it begins anew.';
COMMENT ON COLUMN "ops"."proofs"."gold_checked_to" IS 'How far the rotation of gold rows that are derived again has come; null: it begins anew.';
COMMENT ON COLUMN "ops"."proofs"."gold_checked" IS 'Records whose gold row was derived again from bronze and compared.';
COMMENT ON COLUMN "ops"."proofs"."gold_repaired" IS 'Gold rows that were inserted, overwritten or deleted for it.';
COMMENT ON TABLE "ops"."proof_windows" IS 'Spans of updated_at, each with what both sides counted in it.';
COMMENT ON COLUMN "ops"."proof_windows"."run_id" IS 'The run (ops.runs).';
COMMENT ON COLUMN "ops"."proof_windows"."window_no" IS 'Its number in the run.';
COMMENT ON COLUMN "ops"."proof_windows"."origin" IS 'boundary (between two boundaries of the proof), half (of a window that differed), scrub (read outright in rotation) or earlier_entry (around a record''s earlier time).';
COMMENT ON COLUMN "ops"."proof_windows"."from_at" IS 'Inclusive; null: from the beginning.';
COMMENT ON COLUMN "ops"."proof_windows"."to_at" IS 'Exclusive; null: to the end.';
COMMENT ON COLUMN "ops"."proof_windows"."source_records" IS 'Entries that the source counts in it.';
COMMENT ON COLUMN "ops"."proof_windows"."warehouse_records" IS 'Entries that the warehouse counts in it.';
COMMENT ON COLUMN "ops"."proof_windows"."difference_from" IS 'The source''s count since from_at less the warehouse''s.';
COMMENT ON COLUMN "ops"."proof_windows"."difference_to" IS 'The source''s count since to_at less the warehouse''s.';
COMMENT ON COLUMN "ops"."proof_windows"."verdict" IS 'equal, differs, reading (being read outright), healed (it differed, and is equal now) or unsettled (reading it explained nothing: the next run counts it again).';
COMMENT ON COLUMN "ops"."proof_windows"."counted_at" IS 'When it was counted last.';
COMMENT ON COLUMN "ops"."proof_windows"."slice_no" IS 'The slice that reads it (ops.slices); null: it is not read.';
COMMENT ON TABLE "ops"."differences" IS 'Records that differed between source and warehouse, as a proof found them.';
COMMENT ON COLUMN "ops"."differences"."run_id" IS 'The run (ops.runs).';
COMMENT ON COLUMN "ops"."differences"."record_key" IS 'The record, as in bronze.enrichment_versions.';
COMMENT ON COLUMN "ops"."differences"."kind" IS 'lost (unknown to bronze), stale (newer at the source), rolled_back (older at the source), listed_twice, gone (no longer listed) or changed (another content with the same updated_at).';
COMMENT ON COLUMN "ops"."differences"."window_no" IS 'The window that was read (ops.proof_windows), with both counts: the evidence; null: a complete read found it.';
COMMENT ON COLUMN "ops"."differences"."version_id" IS 'The version that settled it; null where there is none.';
COMMENT ON COLUMN "ops"."differences"."found_at" IS 'When it was found.';
COMMENT ON COLUMN "ops"."warehouse_state"."counts_by_time_wrong_at" IS 'When a complete read found that the source''s counts since a time are not what it lists; null: they are.';
