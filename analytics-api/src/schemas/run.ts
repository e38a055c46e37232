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

export const run = ledgerRow.extend({ workflow_url: workflowLink }).openapi("Run", {
  example: {
    run_id: "0b0f9d0e-6c5c-4a0f-9a5d-3c6a4c1c2d11",
    run_number: 412,
    variant: "modular",
    kind: "incremental",
    trigger: "schedule",
    workflow_id: "enrichment-pipeline-2026-11-23T17:05:00Z",
    started_at: "2026-11-23T17:05:00.412Z",
    finished_at: "2026-11-23T17:05:04.120Z",
    outcome: "succeeded",
    error: null,
    window_from: "2026-11-23T16:54:51.000Z",
    window_to: "2026-11-23T17:04:58.000Z",
    source_honours_updated_since: true,
    requests: 5,
    rate_limited: 1,
    retries: 1,
    records_read: 96,
    versions_written: 41,
    gold_inserted: 12,
    gold_updated: 28,
    rejected: 1,
    deleted: 0,
    fetching_ms: 812,
    rate_limit_wait_ms: 2000,
    transforming_ms: 94,
    source_records: 5204,
    gold_records: 5198,
    rejected_records: 6,
    balanced: true,
    workflow_url:
      "http://127.0.0.1:8233/namespaces/default/workflows/enrichment-pipeline-2026-11-23T17%3A05%3A00Z/0b0f9d0e-6c5c-4a0f-9a5d-3c6a4c1c2d11",
  },
});

export type Run = z.infer<typeof run>;

export const showRun = (row: LedgerRow, ui: TemporalUi | undefined): Run => ({
  ...row,
  workflow_url: workflowUrl(ui, row.workflow_id, row.run_id),
});
