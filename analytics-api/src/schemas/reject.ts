import { z } from "@hono/zod-openapi";
import { count, instant, instantOrNull, rawJson, uuid } from "./wire.ts";

/** A version that broke a rule: a row of `ops.rejected_records`. */
export const reject = z
  .object({
    version_id: count.openapi({ example: 10433 }),
    record_key: uuid.openapi({
      description: "The source's id where that is a UUID, else one made from what was sent in its place.",
    }),
    run_id: uuid,
    run_number: count.openapi({ example: 412 }),
    rule: z.string().openapi({ example: "not_negative" }),
    field: z.string().openapi({ example: "total_contacts" }),
    payload: rawJson,
    rejected_at: instant,
    resolved_at: instantOrNull.openapi({ example: null }),
    resolved_by_version_id: count.nullable().openapi({ example: null }),
  })
  .openapi("Reject");

export type Reject = z.infer<typeof reject>;
