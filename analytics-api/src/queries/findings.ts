import { ops } from "@enrichment-monitor/warehouse";
import { z } from "@hono/zod-openapi";
import { count, instant } from "../schemas/wire.ts";
import type { Snapshot } from "../sql/snapshot.ts";

/** A row of `ops.findings`. */
export const finding = z
  .object({
    code: z.enum(ops.findingCodes).openapi({ example: "rejected_records" }),
    severity: z.enum(ops.findingSeverities).openapi({
      description:
        "`notice`: no action needed. `warning`: the run ended `succeeded_with_findings`. `gap`: it ended `incomplete`.",
      example: "warning",
    }),
    records: count.openapi({ description: "How many records it concerns.", example: 1 }),
    record_ids: z.array(z.string()).openapi({
      description: "The source's ids of the first of them.",
      example: ["f47ac10b-58cc-4372-a567-0e02b2c3d479"],
    }),
    detail: z.string().openapi({ example: "1 record broke a rule and is not in gold." }),
    remedy: z
      .string()
      .openapi({ example: "See the rule at /pipeline/rejects, and fix the record at the source." }),
    found_at: instant,
  })
  .openapi("Finding");

/** The findings of a run, the most serious first. */
export const readFindings = (sql: Snapshot, runId: string) => sql<z.infer<typeof finding>[]>`
  select code, severity, records, record_ids, detail, remedy, found_at
  from ops.findings
  where run_id = ${runId}
  order by array_position('{gap,warning,notice}', severity), records desc, code`;
