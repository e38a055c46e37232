-- The analytics role reads gold and ops only.
CREATE VIEW ops.deletions AS
SELECT deletion.record_key, deletion.deleted_at, deletion.reason, coalesce(head.deleted_at = deletion.deleted_at, false) AS is_current,
       deletion.run_id, run.run_number, difference.window_no,
       counted.from_at, counted.to_at, counted.source_records, counted.warehouse_records
FROM bronze.deletions AS deletion
JOIN ops.runs AS run USING (run_id)
LEFT JOIN bronze.enrichment_heads AS head ON head.record_key = deletion.record_key
LEFT JOIN ops.differences AS difference
  ON difference.run_id = deletion.run_id AND difference.record_key = deletion.record_key AND difference.kind = deletion.reason
LEFT JOIN ops.proof_windows AS counted ON counted.run_id = deletion.run_id AND counted.window_no = difference.window_no;
--> statement-breakpoint

COMMENT ON VIEW ops.deletions IS 'bronze.deletions with the evidence: the run, and the counted window that led to it.';
COMMENT ON COLUMN ops.deletions.record_key IS 'The record, as in bronze.enrichment_versions.';
COMMENT ON COLUMN ops.deletions.deleted_at IS 'When the record was found deleted; for an older state, when that state was observed.';
COMMENT ON COLUMN ops.deletions.reason IS 'gone (no longer listed) or rolled_back (listed with an older updated_at, as after a restore).';
COMMENT ON COLUMN ops.deletions.is_current IS 'Whether the source still does not list the record.';
COMMENT ON COLUMN ops.deletions.run_id IS 'The run that found it (ops.runs).';
COMMENT ON COLUMN ops.deletions.run_number IS 'Number of that run.';
COMMENT ON COLUMN ops.deletions.window_no IS 'The window of its proof that differed and was read (ops.proof_windows); null if a complete read found it.';
COMMENT ON COLUMN ops.deletions.from_at IS 'Beginning of that window, inclusive; null if unbounded.';
COMMENT ON COLUMN ops.deletions.to_at IS 'End of that window, exclusive; null if unbounded.';
COMMENT ON COLUMN ops.deletions.source_records IS 'Entries in that window at the source.';
COMMENT ON COLUMN ops.deletions.warehouse_records IS 'Entries in that window that the warehouse expected.';
