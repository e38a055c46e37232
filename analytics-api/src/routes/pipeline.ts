import { ops } from "@enrichment-monitor/warehouse";
import {
  computeHealth,
  healthCodes,
  healthSeverities,
  healthStates,
} from "@enrichment-monitor/warehouse/pipeline-health";
import { createRoute, z } from "@hono/zod-openapi";
import { cursorPage, decodeCursor } from "../http/cursor.ts";
import { dataResponse, dataResponses } from "../http/responses.ts";
import { createRouter } from "../http/router.ts";
import { countBacklog } from "../queries/backlog.ts";
import { readHealthInputs } from "../queries/health-inputs.ts";
import { countRejects, listRejects, reject, ruleCount } from "../queries/rejects.ts";
import { listRuns } from "../queries/runs.ts";
import { readSourceFields, sourceField } from "../queries/source-fields.ts";
import { nextCursor } from "../schemas/envelope.ts";
import { cursor, pageSize, query, repeatable, searchText, searchTexts } from "../schemas/query.ts";
import { run, showRun } from "../schemas/run.ts";
import { count, instantOrNull } from "../schemas/wire.ts";
import type { TemporalUi } from "../schemas/workflow-link.ts";

const get = { method: "get" as const, tags: ["pipeline"] };

const LAST_RUNS = 10;

const pipelineStatus = z
  .object({
    state: z.enum(healthStates).openapi({
      example: "failing",
      description:
        "`failing`: the newest finished run failed, is incomplete or was terminated, or too many records are rejected. `late`: a run is overdue, or the open run makes no progress. `waiting`: no run has finished yet. `paused`, and what only Temporal knows, such as missing workers, is reported by `pnpm run pipeline status`, by the same rules.",
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
          remedy: z.string().openapi({ example: "Fix the cause in the error (docs/operations.md)." }),
        }),
      )
      .openapi({
        description: "The most serious first; includes the findings of the newest finished run as notices.",
      }),
    watermark: instantOrNull,
    freshness_seconds: count.nullable().openapi({ description: "Now minus the watermark.", example: 74 }),
    next_run_expected_at: instantOrNull,
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

const rejects = createRoute({
  ...get,
  path: "/rejects",
  summary: "Versions that broke a rule, newest first",
  request: {
    query: query({
      resolved: z.enum(["true", "false"]).optional().openapi({
        description: "Whether a later valid version of the record has replaced it.",
      }),
      rule: repeatable(searchText).openapi(searchTexts),
      field: repeatable(searchText).openapi(searchTexts),
      limit: pageSize(20),
      cursor,
    }),
  },
  responses: dataResponses("One page.", {
    data: z.array(reject),
    meta: z.object({
      limit: count.openapi({ example: 50 }),
      next_cursor: nextCursor,
      by_rule: z.array(ruleCount).openapi({ description: "On all pages, most frequent first." }),
    }),
  }),
});

const schema = createRoute({
  ...get,
  path: "/schema",
  summary: "The fields that the source sends, and whether they match its contract",
  request: { query: query({}) },
  responses: dataResponses("Every field with each of its JSON types, unexpected ones first.", {
    data: z.array(sourceField),
    meta: z.object({ drift: z.boolean().openapi({ description: "Whether any field is unexpected." }) }),
  }),
});

export interface PipelineDependencies {
  now: () => Date;
  pipelineIntervalSeconds: number;
  /** The pipeline is failing if a larger share of records is rejected. */
  maxRejectedPercent: number;
  temporalUi: TemporalUi | undefined;
}

export const pipelineRoutes = ({
  now,
  pipelineIntervalSeconds,
  maxRejectedPercent,
  temporalUi,
}: PipelineDependencies) =>
  createRouter()
    .openapi(status, async (c) => {
      const { sql, asOf } = c.var;
      const { rejects, ...inputs } = await readHealthInputs(sql);
      const at = now();
      const { state, reasons, nextRunExpectedAt } = computeHealth({
        ...inputs,
        now: at,
        intervalMs: pipelineIntervalSeconds * 1_000,
        schedule: "unknown",
        workers: "unknown",
        rejects: { ...rejects, limitPercent: maxRejectedPercent },
      });
      const age = asOf.watermark && Math.round((at.getTime() - asOf.watermark.getTime()) / 1_000);
      return dataResponse(c, {
        data: {
          state,
          reasons,
          watermark: asOf.watermark,
          freshness_seconds: age && Math.max(0, age),
          next_run_expected_at: nextRunExpectedAt,
          ...(await countBacklog(sql)),
          last_runs: (await listRuns(sql, {}, { limit: LAST_RUNS })).map((row) => showRun(row, temporalUi)),
        },
        meta: { interval_seconds: pipelineIntervalSeconds },
      });
    })
    .openapi(rejects, async (c) => {
      const { limit, cursor, ...filters } = c.req.valid("query");
      const page = { limit: limit + 1, before: decodeCursor(cursor, count) };
      const { rows, nextCursor } = cursorPage(
        await listRejects(c.var.sql, filters, page),
        limit,
        ({ version_id }) => version_id,
      );
      return dataResponse(c, {
        data: rows,
        meta: { limit, next_cursor: nextCursor, by_rule: await countRejects(c.var.sql, filters) },
      });
    })
    .openapi(schema, async (c) => {
      const fields = await readSourceFields(c.var.sql);
      return dataResponse(c, { data: fields, meta: { drift: fields.some(({ expected }) => !expected) } });
    });
