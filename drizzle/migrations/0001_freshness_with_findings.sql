-- A run with findings has read the source too: without it, a lasting finding made the data look ever older.
CREATE OR REPLACE VIEW ops.freshness AS
SELECT now() AS measured_at, watermark, now() - watermark AS watermark_age, last_success.run_number AS last_success_run_number,
       last_success.finished_at AS last_success_at,
       (SELECT now() - min(committed_at) FROM ops.batches WHERE transformed_at IS NULL) AS waiting_for_gold,
       last_success.started_at - watermark AS lag_at_start,
       last_success.finished_at - last_success.started_at AS run_duration,
       now() - last_success.finished_at AS since_last_success
FROM ops.warehouse_state AS state
LEFT JOIN LATERAL (
  SELECT run_number, started_at, finished_at FROM ops.runs
  WHERE generation = state.generation AND outcome IN ('succeeded', 'succeeded_with_findings')
  ORDER BY run_number DESC LIMIT 1
) AS last_success ON true;
--> statement-breakpoint

COMMENT ON COLUMN ops.freshness.last_success_run_number IS 'Newest run of this generation with the outcome succeeded or succeeded_with_findings.';
