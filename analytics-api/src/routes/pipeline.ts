import { ops } from "@enrichment-monitor/warehouse";
import { readHealthInputs } from "@enrichment-monitor/warehouse/health-inputs";
import {
  computeHealth,
  healthCodes,
  healthSeverities,
  healthStates,
} from "@enrichment-monitor/warehouse/pipeline-health";
import type { TemporalState } from "@enrichment-monitor/warehouse/temporal-state";
import { createRoute, z } from "@hono/zod-openapi";
import type { Logger } from "pino";
import type { TemporalClient } from "../control/temporal-client.ts";
import { createTemporalStateReader } from "../control/temporal-state.ts";
import { dataResponse, dataResponses } from "../http/responses.ts";
import { createRouter } from "../http/router.ts";
import { countBacklog } from "../queries/backlog.ts";
import { listRuns } from "../queries/runs.ts";
import { query } from "../schemas/query.ts";
import { run, showRun } from "../schemas/run.ts";
import { count, instantOrNull, orNull } from "../schemas/wire.ts";
import type { TemporalUi } from "../schemas/workflow-link.ts";

const get = { method: "get" as const, tags: ["pipeline"] };

const LAST_RUNS = 10;

/** The schedule that starts the runs. */
const schedule = z
  .object({
    paused: z.boolean().openapi({ example: false }),
    note: z.string().nullable().openapi({
      description: "The note of the last pause or resume.",
      example: "The source is being migrated",
    }),
    next_run_at: instantOrNull.openapi({ description: "When it starts the next run; null while paused." }),
  })
  .openapi("Schedule");

const pipelineStatus = z
  .object({
    state: z.enum(healthStates).openapi({
      example: "failing",
      description:
        "`failing`: the newest finished run failed, is incomplete or was terminated, or too many records are rejected. `late`: a run is overdue, or the open run makes no progress. `paused`: the schedule is paused. `waiting`: no run has finished yet. `pnpm run pipeline status` reports the same.",
    }),
    reasons: z
      .array(
        z.object({
          code: z.enum([...healthCodes, ...ops.findingCodes]).openapi({ example: "last_run_failed" }),
          severity: z.enum(healthSeverities).openapi({
            description: "The state that this reason alone would cause; `notice`: none.",
            example: "failing",
          }),
          detail: z.string().openapi({ example: "Run 411 failed: SourceUnauthorized: …" }),
          remedy: z.string().openapi({ example: "Fix the error (docs/operations.md)." }),
        }),
      )
      .openapi({
        description: "The most serious first; includes the findings of the newest finished run as notices.",
      }),
    schedule: orNull(schedule).openapi({
      description:
        "Null when Temporal does not respond in half a second, or there is no schedule (see `reasons`).",
    }),
    watermark: instantOrNull,
    freshness_seconds: count.nullable().openapi({ description: "Now minus the watermark.", example: 74 }),
    next_run_expected_at: instantOrNull.openapi({
      description:
        "One interval after the newest scheduled run, or the first time that was due after the schedule was resumed; null while none is expected, as during a pause.",
    }),
    pending_batches: count.openapi({
      description: "Commits of bronze that gold has not transformed yet.",
      example: 0,
    }),
    unresolved_rejects: count.openapi({ example: 6 }),
    last_runs: z.array(run).openapi({ description: `At most ${LAST_RUNS}, newest first.` }),
  })
  .openapi("PipelineStatus");

const status = createRoute({
  ...get,
  path: "/status",
  summary: "The health of the pipeline, with reasons",
  request: { query: query({}) },
  responses: dataResponses("The state of the pipeline.", {
    data: pipelineStatus,
    meta: z.object({
      interval_seconds: count.openapi({ description: "Between two scheduled runs.", example: 300 }),
    }),
  }),
});

export interface PipelineDependencies {
  temporal: TemporalClient;
  logger: Logger;
  now: () => Date;
  pipelineIntervalSeconds: number;
  /** The pipeline is failing if a larger share of records is rejected. */
  maxRejectedPercent: number;
  temporalUi: TemporalUi | undefined;
}

export const pipelineRoutes = ({
  temporal,
  logger,
  now,
  pipelineIntervalSeconds,
  maxRejectedPercent,
  temporalUi,
}: PipelineDependencies) => {
  const readState = createTemporalStateReader(temporal, logger);
  return createRouter().openapi(status, async (c) => {
    const { sql, asOf } = c.var;
    const reading = readState();
    const { rejects, ...inputs } = await readHealthInputs(sql);
    const temporalState = await reading;
    const at = now();
    const { state, reasons, nextRunExpectedAt } = computeHealth({
      ...inputs,
      now: at,
      intervalMs: pipelineIntervalSeconds * 1_000,
      temporal: temporalState,
      rejects: { ...rejects, limitPercent: maxRejectedPercent },
    });
    const age = asOf.watermark && Math.round((at.getTime() - asOf.watermark.getTime()) / 1_000);
    return dataResponse(c, {
      data: {
        state,
        reasons,
        schedule: showSchedule(temporalState),
        watermark: asOf.watermark,
        freshness_seconds: age && Math.max(0, age),
        next_run_expected_at: nextRunExpectedAt,
        ...(await countBacklog(sql)),
        last_runs: (await listRuns(sql, {}, { limit: LAST_RUNS })).map((row) => showRun(row, temporalUi)),
      },
      meta: { interval_seconds: pipelineIntervalSeconds },
    });
  });
};

function showSchedule(state: TemporalState | null): z.infer<typeof schedule> | null {
  if (!state?.schedule) return null;
  const { paused, note, nextRunAt } = state.schedule;
  return { paused, note, next_run_at: nextRunAt };
}
