import { ops } from "@enrichment-monitor/warehouse";
import { z } from "@hono/zod-openapi";
import { count, instant, instantOrNull, uuid } from "./wire.ts";
import { type TemporalUi, workflowLink, workflowUrl } from "./workflow-link.ts";

/** A row of the run ledger, `ops.runs`. */
export const ledgerRow = z.object({
  run_id: uuid,
  run_number: count.openapi({ example: 412 }),
  variant: z.enum(ops.runVariants).openapi({ example: "modular" }),
  kind: z.enum(ops.runKinds).openapi({
    description:
      "`incremental`: changes since the watermark. `first_load`: everything, as there was no watermark. `backfill`: a period of `updated_at` again. `reconcile`: everything; records missing from the source are marked as deleted. `prove`: only the proof by counting.",
    example: "incremental",
  }),
  trigger: z.enum(ops.runTriggers).openapi({ example: "schedule" }),
  workflow_id: z.string().openapi({ example: "enrichment-pipeline-2026-11-23T17:05:00Z" }),
  started_at: instant,
  finished_at: instantOrNull,
  outcome: z.enum(ops.runOutcomes).openapi({
    description:
      "`succeeded_with_findings`: gold is up to date; see `findings`. `incomplete`: a part could not be read or proved; the rest is in gold, and the next run continues. `abandoned`: terminated from outside.",
    example: "succeeded_with_findings",
  }),
  error: z.string().nullable().openapi({ description: "Why it failed or is incomplete.", example: null }),
  window_from: instantOrNull.describe("Null: everything was read."),
  window_to: instantOrNull.describe("The watermark that the run reached."),
  last_progress_at: instant.describe("When the source last gave the run a usable response."),
  wait_until: instantOrNull.openapi({
    description: "No request is sent before this time; null or past: the run is not waiting.",
    example: null,
  }),
  wait_reason: z.string().nullable().openapi({ description: "Why the run is waiting.", example: null }),
  source_honours_updated_since: z.boolean().nullable().openapi({ example: true }),
  source_excludes_updated_since: z.boolean().openapi({
    description:
      "Whether the source treats `updated_since` as exclusive, so that requests start one second earlier.",
    example: false,
  }),
  source_page_size: count
    .nullable()
    .openapi({ description: "The source's maximum number of records per page.", example: 100 }),
  requests: count.openapi({ example: 5 }),
  rate_limited: count.openapi({ example: 1 }),
  retries: count.openapi({ example: 1 }),
  records_read: count.openapi({ example: 96 }),
  versions_written: count.openapi({ example: 41 }),
  gold_inserted: count.openapi({ example: 12 }),
  gold_updated: count.openapi({ example: 28 }),
  rejected: count.openapi({ example: 1 }),
  deleted: count.openapi({ example: 0 }),
  fetching_ms: count.openapi({ example: 812 }),
  rate_limit_wait_ms: count.openapi({ example: 2000 }),
  transforming_ms: count.openapi({ example: 94 }),
  source_records: count.nullable().openapi({ example: 5204 }),
  gold_records: count.nullable().openapi({ example: 5198 }),
  rejected_records: count.nullable().openapi({ example: 6 }),
  balanced: z.boolean().nullable().openapi({
    description:
      "Whether gold, rejected records and known duplicates add up to the source's count; null: not counted.",
    example: true,
  }),
});

export type LedgerRow = z.infer<typeof ledgerRow>;

export const run = ledgerRow.extend({ workflow_url: workflowLink }).openapi("Run");

export const showRun = (row: LedgerRow, ui: TemporalUi | undefined) => ({
  ...row,
  workflow_url: workflowUrl(ui, row.workflow_id, row.run_id),
});

const isNumber = (text: string): boolean => /^\d{1,9}$/.test(text);

/** A run's id or number, in a path. */
export const runKey = z
  .string()
  .refine((text) => isNumber(text) || uuid.safeParse(text).success, {
    error: "must be a run's id (a UUID) or its number.",
  })
  .openapi({
    pattern: "^([0-9]{1,9}|[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12})$",
    example: "48",
  });

export const parseRunKey = (key: string): { id: string } | { number: number } =>
  isNumber(key) ? { number: Number(key) } : { id: key };
