import { z } from "@hono/zod-openapi";
import { count, instantOrNull } from "./wire.ts";

/** What the numbers of an answer stand for. All null before the first complete run. */
export const asOf = z
  .object({
    run_number: count.nullable().openapi({
      description: "The newest run that read the source to its end, or as far as it could.",
      example: 412,
    }),
    instant: instantOrNull.openapi({
      description: "When that run began to read: what happened at the source before is in the numbers.",
    }),
    watermark: instantOrNull.openapi({
      description: "The `updated_at` of the source up to which the warehouse is complete.",
    }),
  })
  .openapi("AsOf");

export type AsOf = z.infer<typeof asOf>;

/** Every answer with data has this shape. */
export const envelope = <Meta extends z.ZodType, Data extends z.ZodType>(meta: Meta, data: Data) =>
  z.object({ data, meta, as_of: asOf });

/** Where the next page of a list begins; null on its last page. */
export const nextCursor = z.string().nullable().openapi({
  description: "Send it as `cursor` for the next page; null on the last one.",
  example: null,
});
