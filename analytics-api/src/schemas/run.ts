import { ops } from "@enrichment-monitor/warehouse";
import { z } from "@hono/zod-openapi";
import { type TemporalUi, workflowUrl } from "../workflow-url.ts";
import { count, instant, instantOrNull, uuid, workflowLink } from "./wire.ts";

/** A row of the run ledger, `ops.runs`, its columns as they are. */
const ledgerRow = z.object({
  run_id: uuid,
  run_number: count,
  variant: z.enum(ops.runVariants),
  kind: z.enum(ops.runKinds).openapi({
    description:
      "`incremental`: since the watermark. `first_load`: everything, as there was no watermark. `backfill`: a span of `updated_at` again. `reconcile`: everything, and what is gone from the source is marked as deleted. `prove`: nothing but the proof by counting.",
  }),
  trigger: z.enum(ops.runTriggers),
  workflow_id: z.string().openapi({ example: "enrichment-pipeline-2026-11-23T17:05:00Z" }),
  started_at: instant,
  finished_at: instantOrNull,
  outcome: z.enum(ops.runOutcomes).openapi({
    description:
      "`succeeded_with_findings`: gold follows the source, and what the run noticed is in its `findings`. `incomplete`: a part could not be read or proved; what was read is in gold, and the next run goes on. `abandoned`: killed from outside.",
  }),
  error: z.string().nullable().openapi({ description: "Why it failed or is incomplete." }),
  window_from: instantOrNull.openapi({ description: "Null: everything was read." }),
  window_to: instantOrNull.openapi({ description: "The watermark that the run reached." }),
  last_progress_at: instant.openapi({ description: "When the source last gave the run a usable answer." }),
  wait_until: instantOrNull.openapi({
    description: "No request is sent before; null or past: it does not wait.",
  }),
  wait_reason: z.string().nullable().openapi({ description: "What it waits for." }),
  source_honours_updated_since: z.boolean().nullable(),
  source_excludes_updated_since: z.boolean().openapi({
    description:
      "Whether `updated_since` leaves out the time itself, so that requests are sent for a second earlier.",
  }),
  source_page_size: count.nullable().openapi({ description: "Records on a page of the source at most." }),
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
    description:
      "Whether the source's count is explained by gold, rejected records and known duplicates; null where it was not counted.",
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
    outcome: "succeeded_with_findings",
    error: null,
    window_from: "2026-11-23T16:54:51.000Z",
    window_to: "2026-11-23T17:04:58.000Z",
    last_progress_at: "2026-11-23T17:05:03.902Z",
    wait_until: null,
    wait_reason: null,
    source_honours_updated_since: true,
    source_excludes_updated_since: false,
    source_page_size: 100,
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
