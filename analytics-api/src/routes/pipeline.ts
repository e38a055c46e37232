import { healthStates } from "@enrichment-monitor/warehouse/pipeline-health";
import type { TemporalState } from "@enrichment-monitor/warehouse/temporal-state";
import { createRoute, z } from "@hono/zod-openapi";
import { createHealthReader } from "../control/pipeline-health.ts";
import type { Dependencies } from "../dependencies.ts";
import { dataResponse, dataResponses } from "../http/responses.ts";
import { createRouter } from "../http/router.ts";
import { countBacklog } from "../queries/backlog.ts";
import { listRuns } from "../queries/runs.ts";
import { healthReason } from "../schemas/health-reason.ts";
import { query } from "../schemas/query.ts";
import { run, showRun } from "../schemas/run.ts";
import { count, instantOrNull, orNull } from "../schemas/wire.ts";

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
        "`failing`: the newest finished run failed, is incomplete or was terminated, or too many records are rejected. `late`: a run is overdue, or the open run makes no progress. `paused`: the schedule is paused. `waiting`: no run has finished yet. `status` of the command line reports the same.",
    }),
    reasons: z.array(healthReason).openapi({
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

export const pipelineRoutes = (dependencies: Dependencies) => {
  const { now, pipelineIntervalSeconds, temporalUi } = dependencies;
  const readHealth = createHealthReader(dependencies);
  return createRouter().openapi(status, async (c) => {
    const { sql, asOf } = c.var;
    const { temporalState, state, reasons, nextRunExpectedAt } = await readHealth(sql);
    const at = now();
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
