import { ops } from "@enrichment-monitor/warehouse";
import { z } from "@hono/zod-openapi";
import { count, instantOrNull } from "./wire.ts";

/** Over the rows of `ops.fetches` of one run. */
export const fetchesSummary = z.object({
  fetches: count.openapi({ example: 5 }),
  rows: count.openapi({ description: "Records in all answers, repeated ones too.", example: 96 }),
  new_versions: count.openapi({ example: 41 }),
  duration_p50_ms: z.number().nullable().openapi({ example: 131 }),
  duration_p95_ms: z.number().nullable().openapi({ example: 240.5 }),
  first_requested_at: instantOrNull,
  last_requested_at: instantOrNull,
  answers: z
    .array(
      z.object({
        http_status: count.nullable().openapi({ description: "Null: no answer came.", example: 429 }),
        failure: z.string().nullable().openapi({ example: "SourceRateLimited" }),
        fetches: count.openapi({ example: 1 }),
      }),
    )
    .openapi({ description: "How often the source answered how, most frequent first." }),
});

/** A row of `ops.slices`. */
export const slice = z.object({
  slice_no: count.openapi({ example: 1 }),
  walk: z.enum(ops.paginationModes),
  from_at: instantOrNull,
  to_at: instantOrNull,
  cursor_at: instantOrNull,
  records_read: count.openapi({ example: 96 }),
  expected_records: count.openapi({ example: 95 }),
  finished_at: instantOrNull,
});

export type Slice = z.infer<typeof slice>;

/** Over the rows of `ops.batches` of one run. */
export const batchesSummary = z.object({
  batches: count.openapi({ example: 1 }),
  pending: count.openapi({ description: "Those that gold has not transformed yet.", example: 0 }),
  versions: count.openapi({ example: 41 }),
});

export type BatchesSummary = z.infer<typeof batchesSummary>;
