import { ops } from "@enrichment-monitor/warehouse";
import { z } from "@hono/zod-openapi";
import { count, instant } from "./wire.ts";

/** Something that a run noticed: a row of `ops.findings`. */
export const finding = z
  .object({
    code: z.enum(ops.findingCodes).openapi({ example: "rejected_records" }),
    severity: z.enum(ops.findingSeverities).openapi({
      description:
        "`notice`: nothing to do. `warning`: the run ended `succeeded_with_findings`. `gap`: it ended `incomplete`.",
      example: "warning",
    }),
    records: count.openapi({ description: "How many records it is about.", example: 1 }),
    record_ids: z.array(z.string()).openapi({
      description: "Ids of the first of them, as the source has them.",
      example: ["f47ac10b-58cc-4372-a567-0e02b2c3d479"],
    }),
    detail: z.string().openapi({ example: "1 record broke a rule and is not in gold." }),
    remedy: z
      .string()
      .openapi({ example: "See which rule at /pipeline/rejects, and mend it at the source." }),
    found_at: instant,
  })
  .openapi("Finding");

export type Finding = z.infer<typeof finding>;
