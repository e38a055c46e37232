import { z } from "@hono/zod-openapi";
import { count, instantOrNull } from "./wire.ts";

/** The state of the warehouse that a response reflects. All null before the first complete run. */
export const asOf = z
  .object({
    run_number: count.nullable().openapi({
      description: "The newest run that read the source completely, or as far as possible.",
      example: 412,
    }),
    instant: instantOrNull.openapi({
      description: "When that run started reading: earlier changes at the source are included.",
    }),
    watermark: instantOrNull.openapi({
      description: "The source's `updated_at` up to which the warehouse is complete.",
    }),
  })
  .openapi("AsOf");

export type AsOf = z.infer<typeof asOf>;

/** The shape of every response with data. */
export const envelope = <Meta extends z.ZodType, Data extends z.ZodType>(meta: Meta, data: Data) =>
  z.object({ data, meta, as_of: asOf });

export const nextCursor = z.string().nullable().openapi({
  description: "Send it as `cursor` for the next page; null on the last page.",
  example: null,
});
