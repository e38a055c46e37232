import { z } from "@hono/zod-openapi";
import { count, instant, instantOrNull, rawJson, uuid, workflowLink } from "./wire.ts";

/** One version of a record as the source sent it, and how it came: what is not known of that is null. */
export const version = z
  .object({
    version_id: count.openapi({ example: 10432 }),
    previous_version_id: count.nullable().openapi({ example: 9871 }),
    observed_at: instant,
    payload: rawJson,
    in_gold: z.boolean().openapi({ description: "Whether it is the one that gold shows." }),
    committed_at: instantOrNull.openapi({ description: "When bronze had it." }),
    transformed_at: instantOrNull.openapi({ description: "When gold had looked at it; null: not yet." }),
    rule: z
      .string()
      .nullable()
      .openapi({ description: "The rule that it broke; null when it is good.", example: null }),
    field: z.string().nullable().openapi({ example: null }),
    rejected_at: instantOrNull.openapi({ example: null }),
    resolved_at: instantOrNull.openapi({
      description: "When a later good version took its place.",
      example: null,
    }),
    fetch_id: count.nullable().openapi({ description: "The request that brought it.", example: 2087 }),
    request: z
      .string()
      .nullable()
      .openapi({ example: "/v1/enrichments?page=1&limit=100&updated_since=2026-11-23T17:00:00Z" }),
    http_status: count.nullable().openapi({ example: 200 }),
    requested_at: instantOrNull,
    duration_ms: count.nullable().openapi({ example: 131 }),
    activity_type: z.string().nullable().openapi({ example: "readSlice" }),
    attempt: count.nullable().openapi({ example: 1 }),
    fetch_workflow_url: workflowLink,
    run_id: uuid.nullable(),
    run_number: count.nullable().openapi({ example: 412 }),
    run_workflow_url: workflowLink,
  })
  .openapi("Version");

export type Version = z.infer<typeof version>;
