import { ops } from "@enrichment-monitor/warehouse";
import { z } from "@hono/zod-openapi";
import { note } from "./note.ts";
import { onlyFields } from "./query.ts";
import { uuid } from "./wire.ts";
import { workflowLink } from "./workflow-link.ts";

const instantOrUnbounded = z.iso
  .datetime({ offset: true, error: "must be an instant with its offset, such as 2026-11-24T00:00:00-03:00." })
  .nullable();

/** A first load cannot be requested: it is an incremental run without a watermark. */
const requestedKinds = ops.runKinds.filter((kind) => kind !== "first_load");

export const runRequest = onlyFields({
  kind: z
    .enum(requestedKinds)
    .describe(
      "`incremental`: changes since the watermark. `backfill`: a period of `updated_at` again. `reconcile`: everything; records missing from the source are marked as deleted. `prove`: reads nothing first, but counts both sides in many windows, compares all of gold with bronze, and corrects what differs.",
    ),
  variant: z.enum(ops.runVariants).optional().describe("Default: `modular`."),
  window: onlyFields({
    from: instantOrUnbounded.describe("Minimum `updated_at`, inclusive; null: no minimum."),
    to: instantOrUnbounded.describe("Maximum `updated_at`, exclusive; null: no maximum."),
  })
    .optional()
    .describe("The period of a backfill or a proof; without it, everything."),
})
  .refine(({ kind, window }) => !window || kind === "backfill" || kind === "prove", {
    path: ["window"],
    error: "is allowed for a backfill or a proof only.",
  })
  .refine(({ window }) => !window?.from || !window.to || Date.parse(window.from) < Date.parse(window.to), {
    path: ["window"],
    error: "must have `from` before `to`.",
  })
  .openapi("RunRequest", {
    example: { kind: "backfill", window: { from: "2026-11-01T00:00:00-03:00", to: null } },
  });

export type RunRequest = z.infer<typeof runRequest>;

export const startedRun = z
  .object({
    run_id: uuid,
    workflow_id: z.string().openapi({ example: "enrichment-pipeline-api" }),
    workflow_url: workflowLink,
  })
  .openapi("StartedRun");

export const switchRequest = onlyFields({
  note: note("The source is being migrated"),
}).openapi("SwitchRequest");

export const switchedPipeline = <Schedule extends "paused" | "running">(schedule: Schedule) =>
  z.object({
    schedule: z.literal(schedule),
    workflows: z.array(z.string()).openapi({
      description: "The running workflows that were paused or resumed.",
      example: ["bronze-ingest"],
    }),
  });
