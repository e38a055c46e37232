import { ops } from "@enrichment-monitor/warehouse";
import { z } from "@hono/zod-openapi";
import { uuid, workflowLink } from "./wire.ts";

const instantOrEnd = z.iso
  .datetime({ offset: true, error: "must be an instant with its offset, such as 2026-11-24T00:00:00-03:00." })
  .nullable();

/** A first load is not asked for: an incremental run is one while there is no watermark. Each run ends with a proof. */
const requestedKinds = ops.runKinds.filter((kind) => kind !== "first_load" && kind !== "prove");

export const runRequest = z
  .strictObject({
    kind: z.enum(requestedKinds).openapi({
      description:
        "`incremental`: what changed; `backfill`: a span of `updated_at` again; `reconcile`: everything, and what is gone from the source is marked as deleted.",
    }),
    variant: z.enum(ops.runVariants).optional().openapi({ description: "`modular` when left out." }),
    window: z
      .strictObject({
        from: instantOrEnd.openapi({ description: "The earliest `updated_at`; null: from the beginning." }),
        to: instantOrEnd.openapi({ description: "The first `updated_at` to leave out; null: to the end." }),
      })
      .optional()
      .openapi({ description: "Of a backfill; without it, everything." }),
  })
  .refine(({ kind, window }) => !window || kind === "backfill", {
    path: ["window"],
    error: "is only for a backfill: leave it out, or ask for one.",
  })
  .refine(({ window }) => !window?.from || !window.to || Date.parse(window.from) < Date.parse(window.to), {
    path: ["window"],
    error: "must have `from` before `to`.",
  })
  .openapi("RunRequest", {
    example: { kind: "backfill", window: { from: "2026-11-01T00:00:00-03:00", to: null } },
  });

export const startedRun = z
  .object({
    run_id: uuid,
    workflow_id: z.string().openapi({ example: "enrichment-pipeline-api" }),
    workflow_url: workflowLink,
  })
  .openapi("StartedRun");

export const switchRequest = z
  .strictObject({
    note: z
      .string({ error: "must be a text." })
      .trim()
      .min(1, { error: "must say why." })
      .max(500, { error: "must have at most 500 characters." })
      .openapi({ description: "Why, for the next one to read.", example: "The source is being migrated" }),
  })
  .openapi("SwitchRequest");

export const switchedPipeline = <Schedule extends "paused" | "running">(schedule: Schedule) =>
  z.object({
    schedule: z.literal(schedule),
    workflows: z.array(z.string()).openapi({
      description: "The workflows at work that are held, or go on.",
      example: ["bronze-ingest"],
    }),
  });
