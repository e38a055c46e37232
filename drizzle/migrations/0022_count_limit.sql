ALTER TABLE "ops"."proofs" ADD COLUMN "counts_up_to" bigint;--> statement-breakpoint
COMMENT ON COLUMN "ops"."proofs"."counts_up_to" IS 'The most that the source counts, so that the windows begin where it counts fewer; null: it counts all.';
