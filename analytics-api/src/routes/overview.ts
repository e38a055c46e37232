import { createRoute } from "@hono/zod-openapi";
import { failures, notModified, ok } from "../http/responses.ts";
import { revalidation } from "../http/revalidation.ts";
import { createRouter } from "../http/router.ts";
import { readComparedOverview } from "../queries/overview.ts";
import { envelope } from "../schemas/envelope.ts";
import { filterQuery, toFilters } from "../schemas/filters.ts";
import { comparedOverview, comparedPeriods } from "../schemas/overview.ts";
import { showPeriod } from "../schemas/period.ts";

const route = createRoute({
  method: "get",
  path: "/overview",
  tags: ["analytics"],
  middleware: revalidation,
  summary: "How many jobs, how fast and how well, beside the period before",
  request: { query: filterQuery({}) },
  responses: {
    ...ok("The measures of the matching jobs.", envelope(comparedPeriods, comparedOverview)),
    ...notModified,
    ...failures,
  },
});

export const overviewRoutes = () =>
  createRouter().openapi(route, async (c) => {
    const { sql, asOf } = c.var;
    const filters = toFilters(c.req.valid("query"));
    const { current, previous } = await readComparedOverview(sql, filters, asOf.instant);
    return c.json(
      {
        data: { atual: current, anterior: previous?.overview ?? null },
        meta: {
          fuso: filters.zone,
          periodo: showPeriod(filters, filters.zone),
          periodo_anterior: previous ? showPeriod(previous.period, filters.zone) : null,
        },
        as_of: asOf,
      },
      200,
    );
  });
