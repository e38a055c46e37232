import { ops } from "@enrichment-monitor/warehouse";
import { z } from "@hono/zod-openapi";
import { type TemporalUi, workflowUrl } from "../workflow-url.ts";
import { count, instant, instantOrNull, uuid, workflowLink } from "./wire.ts";

/** A row of the run ledger, `ops.runs`, its columns as they are. */
const ledgerRow = z.object({
  run_id: uuid,
  run_number: count,
  variant: z.enum(ops.runVariants),
  kind: z.enum(ops.runKinds),
  trigger: z.enum(ops.runTriggers),
  workflow_id: z.string().openapi({ example: "enrichment-pipeline-2026-11-23T17:05:00Z" }),
  started_at: instant,
  finished_at: instantOrNull,
  outcome: z.enum(ops.runOutcomes),
  error: z.string().nullable(),
  window_from: instantOrNull.openapi({ description: "Null: everything was read." }),
  window_to: instantOrNull.openapi({ description: "The watermark that the run reached." }),
  source_honours_updated_since: z.boolean().nullable(),
  requests: count,
  rate_limited: count,
  retries: count,
  records_read: count,
  versions_written: count,
  gold_inserted: count,
  gold_updated: count,
  rejected: count,
  deleted: count,
  fetching_ms: count,
  rate_limit_wait_ms: count,
  transforming_ms: count,
  source_records: count.nullable(),
  gold_records: count.nullable(),
  rejected_records: count.nullable(),
  balanced: z.boolean().nullable().openapi({
    description: "Whether the records of the source equal those in gold plus the rejected ones.",
  }),
});

export type LedgerRow = z.infer<typeof ledgerRow>;

export const ledgerColumns = ledgerRow.keyof().options;

export const run = ledgerRow.extend({ workflow_url: workflowLink }).openapi("Run");

export type Run = z.infer<typeof run>;

export const showRun = (row: LedgerRow, ui: TemporalUi | undefined): Run => ({
  ...row,
  workflow_url: workflowUrl(ui, row.workflow_id, row.run_id),
});
