import { ops } from "@enrichment-monitor/warehouse";
import { z } from "@hono/zod-openapi";
import { count, instantOrNull } from "./wire.ts";

/** Over the rows of `ops.fetches` of one run. */
export const fetchesSummary = z.object({
  fetches: count,
  rows: count.openapi({ description: "Records in all answers, repeated ones too." }),
  new_versions: count,
  duration_p50_ms: z.number().nullable(),
  duration_p95_ms: z.number().nullable(),
  first_requested_at: instantOrNull,
  last_requested_at: instantOrNull,
  answers: z
    .array(
      z.object({
        http_status: count.nullable().openapi({ description: "Null: no answer came." }),
        failure: z.string().nullable(),
        fetches: count,
      }),
    )
    .openapi({ description: "How often the source answered how, most frequent first." }),
});

/** A row of `ops.slices`. */
export const slice = z.object({
  slice_no: count,
  walk: z.enum(ops.sliceWalks),
  from_at: instantOrNull,
  to_at: instantOrNull,
  cursor_at: instantOrNull,
  records_read: count,
  expected_records: count,
  finished_at: instantOrNull,
});

export type Slice = z.infer<typeof slice>;

/** Over the rows of `ops.batches` of one run. */
export const batchesSummary = z.object({
  batches: count,
  pending: count.openapi({ description: "Those that gold has not transformed yet." }),
  versions: count,
});

export type BatchesSummary = z.infer<typeof batchesSummary>;
