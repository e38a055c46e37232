CREATE TABLE ops.set_asides (
  key text PRIMARY KEY,
  until timestamptz NOT NULL,
  note text NOT NULL,
  set_aside_at timestamptz NOT NULL DEFAULT now(),
  set_aside_by text NOT NULL
);
--> statement-breakpoint

-- The only table that the analytics API writes.
GRANT INSERT, UPDATE, DELETE ON ops.set_asides TO enrichment_monitor_analytics;
--> statement-breakpoint

COMMENT ON TABLE ops.set_asides IS 'Entries of the attention list that somebody has set aside.';
COMMENT ON COLUMN ops.set_asides.key IS 'Key of the entry, as GET /analytics/attention returns it.';
COMMENT ON COLUMN ops.set_asides.until IS 'The entry is shown again from then on.';
COMMENT ON COLUMN ops.set_asides.note IS 'The reason, for the others.';
COMMENT ON COLUMN ops.set_asides.set_aside_at IS 'When it was set aside.';
COMMENT ON COLUMN ops.set_asides.set_aside_by IS 'Name of the API key that set it aside.';
