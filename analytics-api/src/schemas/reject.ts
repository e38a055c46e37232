import { z } from "@hono/zod-openapi";
import { count, instant, instantOrNull, rawJson, uuid } from "./wire.ts";

/** A version that broke a rule: a row of `ops.rejected_records`. */
export const reject = z
  .object({
    version_id: count,
    record_key: uuid.openapi({
      description: "The source's id where that is a UUID, else one made from what was sent in its place.",
    }),
    run_id: uuid,
    run_number: count,
    rule: z.string(),
    field: z.string(),
    payload: rawJson,
    rejected_at: instant,
    resolved_at: instantOrNull,
    resolved_by_version_id: count.nullable(),
  })
  .openapi("Reject");

export type Reject = z.infer<typeof reject>;
