import { ops } from "@enrichment-monitor/warehouse";
import { healthCodes, healthSeverities } from "@enrichment-monitor/warehouse/pipeline-health";
import { z } from "@hono/zod-openapi";

export const healthReason = z
  .object({
    code: z.enum([...healthCodes, ...ops.findingCodes]).openapi({ example: "last_run_failed" }),
    severity: z.enum(healthSeverities).openapi({
      description: "The state that this reason alone would cause; `notice`: none.",
      example: "failing",
    }),
    detail: z.string().openapi({ example: "Run 411 failed: SourceUnauthorized: …" }),
    remedy: z.string().openapi({ example: "Fix the error (docs/operations.md)." }),
  })
  .openapi("HealthReason");
