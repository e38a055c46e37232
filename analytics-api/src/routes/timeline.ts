import { createRoute, z } from "@hono/zod-openapi";
import type { Dependencies } from "../dependencies.ts";
import { dataResponse, dataResponses } from "../http/responses.ts";
import { createRouter } from "../http/router.ts";
import { findMissedRuns, missedRuns } from "../missed-runs.ts";
import { readRecentRuns, timelineRun } from "../queries/recent-runs.ts";
import { query, wholeNumber } from "../schemas/query.ts";
import { count } from "../schemas/wire.ts";

/** A week. */
const MAX_HOURS = 168;

/** A week with a run every five minutes, and some by hand. */
const MAX_RUNS = 2_500;

const HOUR_MS = 3_600_000;

const route = createRoute({
  method: "get",
  path: "/timeline",
  tags: ["pipeline"],
  summary: "The runs of the last hours, oldest first, and those that were missed",
  description:
    "For charts of runs over time. Includes runs that began before the period and ended in it. A run counts as missed if none was started or running when the schedule should have started it; the schedule may have been paused then.",
  request: {
    query: query({
      hours: wholeNumber({ min: 1, max: MAX_HOURS })
        .openapi({ description: "Length of the period, which ends now.", default: 24 })
        .default(24),
    }),
  },
  responses: dataResponses("The runs and the gaps between them.", {
    data: z
      .object({
        runs: z.array(timelineRun),
        missed: z.array(missedRuns).describe("Oldest first."),
      })
      .openapi("Timeline"),
    meta: z.object({
      hours: count.openapi({ example: 24 }),
      interval_seconds: count.openapi({ description: "Between two scheduled runs.", example: 300 }),
      max_runs: count.openapi({
        description: "Of more runs, only the newest are returned.",
        example: MAX_RUNS,
      }),
    }),
  }),
});

export const timelineRoutes = ({ now, pipelineIntervalSeconds }: Dependencies) =>
  createRouter().openapi(route, async (c) => {
    const { hours } = c.req.valid("query");
    const at = now();
    const from = new Date(at.getTime() - hours * HOUR_MS);
    const runs = await readRecentRuns(c.var.sql, from, MAX_RUNS);
    return dataResponse(c, {
      data: {
        runs: runs.filter(({ finished_at }) => finished_at === null || finished_at >= from),
        missed: findMissedRuns(runs, { from, now: at, intervalMs: pipelineIntervalSeconds * 1_000 }),
      },
      meta: { hours, interval_seconds: pipelineIntervalSeconds, max_runs: MAX_RUNS },
    });
  });
