import { createRoute, z } from "@hono/zod-openapi";
import { cacheByVersion } from "../http/response-cache.ts";
import { dataResponse, dataResponses } from "../http/responses.ts";
import { createRouter } from "../http/router.ts";
import { heatmapCell, readHeatmap } from "../queries/heatmap.ts";
import { filterQuery, toFilters } from "../schemas/filters.ts";
import { filterMeta, showFilters } from "../schemas/period.ts";
import { count } from "../schemas/wire.ts";

const route = createRoute({
  method: "get",
  path: "/heatmap",
  tags: ["analytics"],
  middleware: cacheByVersion,
  summary: "The measures by weekday and hour of creation",
  description:
    "Weekdays and hours are those of the zone `fuso`, by its clocks at the time: the hour that clocks skip has no jobs that day, the one that they repeat has those of both. Jobs created before 1970 or after 2199 are excluded.",
  request: {
    query: filterQuery({
      percentis: z
        .enum(["true", "false"])
        .default("false")
        .describe("Whether to compute the percentiles of the durations, which takes three times as long."),
    }),
  },
  responses: dataResponses("One row for each hour of the week, from Monday, including those without jobs.", {
    data: z.array(heatmapCell),
    meta: filterMeta.extend({
      enriquecimentos_fora: count.openapi({
        description: "Matching jobs that are excluded: created before 1970 or after 2199.",
        example: 0,
      }),
    }),
  }),
});

export const heatmapRoutes = createRouter().openapi(route, async (c) => {
  const { percentis, ...parameters } = c.req.valid("query");
  const filters = toFilters(parameters);
  const { cells, outside } = await readHeatmap(c.var.sql, filters, { withPercentiles: percentis === "true" });
  return dataResponse(c, {
    data: cells,
    meta: { ...showFilters(filters), enriquecimentos_fora: outside },
  });
});
