ALTER TABLE ops.source_fields ADD COLUMN last_seen_at timestamp with time zone;
--> statement-breakpoint
ALTER TABLE ops.source_fields ADD COLUMN last_seen_run_id uuid
  CONSTRAINT source_fields_last_seen_run_id_runs_run_id_fk REFERENCES ops.runs;
--> statement-breakpoint

COMMENT ON COLUMN ops.source_fields.last_seen_at IS 'When a run last found it in a new or changed record, once a run; null: not since the column exists.';
COMMENT ON COLUMN ops.source_fields.last_seen_run_id IS 'That run (ops.runs). If later runs wrote versions, none of these had the field with this type.';
