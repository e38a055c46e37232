import { createRoute, z } from "@hono/zod-openapi";
import { comparisons } from "../compared-period.ts";
import { ProblemError } from "../http/problem.ts";
import { cacheByVersion } from "../http/response-cache.ts";
import { dataResponse, dataResponses } from "../http/responses.ts";
import { createRouter } from "../http/router.ts";
import type { ClosedPeriod } from "../period.ts";
import { type Interval, intervals } from "../queries/calendar.ts";
import { readableInterval, readSeriesPeriod } from "../queries/series-period.ts";
import { bucket, readTimeseries } from "../queries/timeseries.ts";
import { filterQuery, toFilters } from "../schemas/filters.ts";
import { dimension } from "../schemas/measures.ts";
import { filterMeta, showPeriod } from "../schemas/period.ts";
import { count } from "../schemas/wire.ts";
import { countJobs } from "../sql/job-sums.ts";

/** Enough for every month of the supported years and every hour of a quarter. More cannot be drawn, and would be megabytes. */
const MAX_BUCKETS = 3_100;

const HOUR_MS = 3_600_000;

/** The shortest bucket of each interval: clocks may skip an hour. */
const shortestMs: Record<Interval, number> = {
  hora: HOUR_MS,
  dia: 23 * HOUR_MS,
  semana: 167 * HOUR_MS,
  mes: 671 * HOUR_MS,
};

const route = createRoute({
  method: "get",
  path: "/timeseries",
  tags: ["analytics"],
  middleware: cacheByVersion,
  summary: "The measures over time, by creation date",
  description: `Every bucket of the period, including empty ones; at most ${MAX_BUCKETS}. Without a period: from the first job to now. Without \`data_inicio\`, jobs created before 1970 are excluded; without \`data_fim\`, those created more than a day after \`as_of.instant\`. \`meta.periodo\` is the period shown.`,
  request: {
    query: filterQuery({
      intervalo: z
        .enum([...intervals, "auto"])
        .default("dia")
        .describe(
          "Length of a bucket in the zone `fuso`; weeks begin on Monday. `auto` selects the shortest that keeps a chart readable: hours up to two days, days up to four months, weeks up to two years, otherwise months. `meta.intervalo` is the selected interval.",
        ),
      comparar: z
        .enum(comparisons)
        .optional()
        .describe(
          "Adds the number of jobs of an earlier period to each bucket, as in `/analytics/overview`.",
        ),
      por: dimension.optional().describe("Splits each bucket by this column."),
    }),
  },
  responses: dataResponses("The buckets, oldest first.", {
    data: z.array(bucket),
    meta: filterMeta.extend({
      intervalo: z.enum(intervals),
      por: dimension.nullable(),
      enriquecimentos_fora: count.openapi({
        description: "Matching jobs outside all buckets: created before 1970 or in the future.",
        example: 0,
      }),
    }),
  }),
});

export const timeseriesRoutes = createRouter().openapi(route, async (c) => {
  const { sql, asOf } = c.var;
  const { intervalo, por, comparar: comparison, ...parameters } = c.req.valid("query");
  const filters = toFilters(parameters);
  const isBounded = filters.from !== undefined && filters.to !== undefined;
  const period = await readSeriesPeriod(sql, filters, asOf.instant);
  const interval = intervalo === "auto" ? readableInterval(period) : intervalo;
  if (period) limitBuckets(period, interval);
  const options = period && { period, interval, by: por, comparison };
  const data = options ? await readTimeseries(sql, filters, options, asOf) : [];
  const shown = data.reduce((sum, { total_enriquecimentos }) => sum + total_enriquecimentos, 0);
  return dataResponse(c, {
    data,
    meta: {
      fuso: filters.zone,
      periodo: showPeriod(period ?? filters, filters.zone),
      intervalo: interval,
      por: por ?? null,
      enriquecimentos_fora: isBounded ? 0 : (await countJobs(sql, filters)) - shown,
    },
  });
});

function limitBuckets(period: ClosedPeriod, interval: Interval): void {
  const maxBuckets = (length: Interval) =>
    Math.ceil((period.to.getTime() - period.from.getTime()) / shortestMs[length]);
  if (maxBuckets(interval) <= MAX_BUCKETS) return;
  const allowed = intervals.filter((longer) => maxBuckets(longer) <= MAX_BUCKETS);
  throw ProblemError.unprocessable({
    parameter: "intervalo",
    detail: `${interval} has about ${maxBuckets(interval)} buckets; at most ${MAX_BUCKETS} are allowed: request intervalo=${allowed[0]} or a shorter period.`,
    allowed,
  });
}
