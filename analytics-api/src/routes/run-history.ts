import { createRoute, z } from "@hono/zod-openapi";
import type { Dependencies } from "../dependencies.ts";
import { dataResponse, dataResponses } from "../http/responses.ts";
import { createRouter } from "../http/router.ts";
import { countMissedRuns, findMissedRuns } from "../missed-runs.ts";
import { type Interval, readCalendar } from "../queries/calendar.ts";
import { readRunHistory, readRunTimes, runSums } from "../queries/run-history.ts";
import { zone } from "../schemas/filters.ts";
import { query, wholeNumber } from "../schemas/query.ts";
import { count, instant, zone as zoneName } from "../schemas/wire.ts";

const MAX_DAYS = 31;
const DAY_MS = 86_400_000;

const intervals = ["hour", "day"] as const;

const calendarIntervals: Record<(typeof intervals)[number], Interval> = { hour: "hora", day: "dia" };
const stepMs = { hour: 3_600_000, day: DAY_MS };

const missed = count.openapi({
  description: "Runs that should have started in this time and did not, as in `Timeline`.",
  example: 0,
});

const route = createRoute({
  method: "get",
  path: "/history",
  tags: ["pipeline"],
  summary: "The runs of the last days, summed by hour or day",
  description:
    "For charts of runs over weeks, which would be too many to show one by one. Every bucket, including empty ones; a run belongs to the bucket in which it started. Only the newest bucket is incomplete.",
  request: {
    query: query({
      days: wholeNumber({ min: 1, max: MAX_DAYS })
        .openapi({ description: "Length of the period, which ends now.", default: 7 })
        .default(7),
      interval: z.enum(intervals).default("day").openapi({ description: "Length of a bucket in the zone." }),
      zone: zone.openapi({ description: "IANA time zone of the buckets." }),
    }),
  },
  responses: dataResponses("The sums.", {
    data: z
      .object({
        total: runSums.extend({ missed }),
        buckets: z
          .array(
            runSums.extend({
              start_at: instant,
              end_at: instant.openapi({ description: "Exclusive." }),
              complete: z.boolean().openapi({ description: "False if it ends in the future." }),
              missed,
            }),
          )
          .openapi({ description: "Oldest first." }),
      })
      .openapi("RunHistory"),
    meta: z.object({
      days: count.openapi({ example: 7 }),
      interval: z.enum(intervals),
      zone: zoneName,
      interval_seconds: count.openapi({ description: "Between two scheduled runs.", example: 300 }),
    }),
  }),
});

const NO_RUNS = {
  runs: 0,
  outcomes: [],
  duration: { runs: 0, median_seconds: null, longest_seconds: null },
  age_before: { runs: 0, median_seconds: null, longest_seconds: null },
  requests: 0,
  rate_limited: 0,
  rate_limit_wait_ms: 0,
  records_read: 0,
  rejected: 0,
};

export const runHistoryRoutes = ({ now, pipelineIntervalSeconds }: Dependencies) =>
  createRouter().openapi(route, async (c) => {
    const { sql } = c.var;
    const { days, interval, zone } = c.req.valid("query");
    const to = now();
    // The oldest bucket is whole and the newest is the current one: together they are as many as the period has.
    const oldest = new Date(to.getTime() - days * DAY_MS + stepMs[interval]);
    const calendar = await readCalendar(sql, { from: oldest, to }, calendarIntervals[interval], zone);
    const beginnings = calendar.map(({ inicio }) => inicio);
    const from = beginnings[0] ?? oldest;
    const intervalMs = pipelineIntervalSeconds * 1_000;
    const gaps = findMissedRuns(await readRunTimes(sql, from), { from, now: to, intervalMs });
    const missed = countMissedRuns(gaps, beginnings, intervalMs);
    const sums = await readRunHistory(sql, beginnings);
    return dataResponse(c, {
      data: {
        total: { ...(sums.get(null) ?? NO_RUNS), missed: missed.reduce((sum, runs) => sum + runs, 0) },
        buckets: calendar.map(({ inicio, fim }, index) => ({
          ...(sums.get(index + 1) ?? NO_RUNS),
          start_at: inicio,
          end_at: fim,
          complete: fim <= to,
          missed: missed[index] ?? 0,
        })),
      },
      meta: { days, interval, zone, interval_seconds: pipelineIntervalSeconds },
    });
  });
