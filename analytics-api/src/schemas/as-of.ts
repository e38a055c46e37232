import { z } from "@hono/zod-openapi";
import { count, instantOrNull } from "./wire.ts";

/** The state of the warehouse that a response reflects. All null before the first complete run. */
export const asOf = z
  .object({
    run_number: count.nullable().openapi({
      description: "The newest run that read the source completely, or as far as possible.",
      example: 412,
    }),
    instant: instantOrNull.describe(
      "When that run started reading: earlier changes at the source are included.",
    ),
    watermark: instantOrNull.describe("The source's `updated_at` up to which the warehouse is complete."),
  })
  .openapi("AsOf");

export type AsOf = z.infer<typeof asOf>;
