import { ops } from "@enrichment-monitor/warehouse";
import {
  computeHealth,
  healthCodes,
  healthSeverities,
  healthStates,
} from "@enrichment-monitor/warehouse/pipeline-health";
import { createRoute, z } from "@hono/zod-openapi";
import { failures, notModified, ok } from "../http/responses.ts";
import { createRouter } from "../http/router.ts";
import { readPipelineFacts } from "../queries/pipeline-status.ts";
import { envelope } from "../schemas/envelope.ts";
import { query } from "../schemas/query.ts";
import { run, showRun } from "../schemas/run.ts";
import { count, instantOrNull } from "../schemas/wire.ts";
import type { TemporalUi } from "../workflow-url.ts";

const LAST_RUNS = 10;

const route = createRoute({
  method: "get",
  path: "/status",
  tags: ["pipeline"],
  summary: "Whether the pipeline is well, and if not, why",
  request: { query: query({}) },
  responses: {
    ...ok(
      "The state of the pipeline.",
      envelope(
        z.object({
          interval_seconds: count.openapi({ description: "Between two scheduled runs.", example: 300 }),
        }),
        z
          .object({
            state: z.enum(healthStates).openapi({
              example: "failing",
              description:
                "`failing`: the newest finished run failed, is incomplete or was killed, or too many records are rejected. `late`: a run is overdue, or the open one makes no progress. `waiting`: none has finished yet. `paused` and what only Temporal knows, such as missing workers, is told by `pnpm run pipeline status`, by the same rules.",
            }),
            reasons: z
              .array(
                z.object({
                  code: z.enum([...healthCodes, ...ops.findingCodes]).openapi({ example: "last_run_failed" }),
                  severity: z.enum(healthSeverities).openapi({
                    description: "The state that it alone would cause; `notice`: none.",
                    example: "failing",
                  }),
                  detail: z.string().openapi({ example: "Run 411 failed: SourceUnauthorized: …" }),
                  remedy: z.string().openapi({ example: "Fix the error (docs/operations.md)." }),
                }),
              )
              .openapi({
                description: "The worst first; also what the newest finished run noticed, as notices.",
              }),
            watermark: instantOrNull,
            freshness_seconds: count
              .nullable()
              .openapi({ description: "Now minus the watermark.", example: 74 }),
            next_run_expected_at: instantOrNull,
            pending_batches: count.openapi({
              description: "Commits of bronze that gold has not transformed yet.",
              example: 0,
            }),
            unresolved_rejects: count.openapi({ example: 6 }),
            last_runs: z.array(run).openapi({ description: `At most ${LAST_RUNS}, newest first.` }),
          })
          .openapi("PipelineStatus"),
      ),
    ),
    ...notModified,
    ...failures,
  },
});

export interface PipelineStatusDependencies {
  now: () => Date;
  pipelineIntervalSeconds: number;
  /** The share of rejected records above which the pipeline is failing. */
  maxRejectedPercent: number;
  temporalUi: TemporalUi | undefined;
}

export const pipelineStatusRoutes = ({
  now,
  pipelineIntervalSeconds,
  maxRejectedPercent,
  temporalUi,
}: PipelineStatusDependencies) =>
  createRouter().openapi(route, async (c) => {
    const { sql, asOf } = c.var;
    const facts = await readPipelineFacts(sql, LAST_RUNS);
    const at = now();
    const { state, reasons, nextRunExpectedAt } = computeHealth({
      ...facts,
      now: at,
      intervalMs: pipelineIntervalSeconds * 1_000,
      schedule: "unknown",
      workers: "unknown",
      rejects: { ...facts.rejects, limitPercent: maxRejectedPercent },
    });
    return c.json(
      {
        data: {
          state,
          reasons,
          watermark: asOf.watermark,
          freshness_seconds: asOf.watermark
            ? Math.max(0, Math.round((at.getTime() - asOf.watermark.getTime()) / 1_000))
            : null,
          next_run_expected_at: nextRunExpectedAt,
          pending_batches: facts.pendingBatches,
          unresolved_rejects: facts.unresolvedRejects,
          last_runs: facts.lastRuns.map((row) => showRun(row, temporalUi)),
        },
        meta: { interval_seconds: pipelineIntervalSeconds },
        as_of: asOf,
      },
      200,
    );
  });
