import { createRoute, z } from "@hono/zod-openapi";
import { failures, notModified, ok } from "../http/responses.ts";
import { createRouter } from "../http/router.ts";
import { previousPeriod } from "../period.ts";
import { readOverview } from "../queries/overview.ts";
import { envelope } from "../schemas/envelope.ts";
import { filterQuery, toFilters } from "../schemas/filters.ts";
import { overview } from "../schemas/overview.ts";
import { period, showPeriod } from "../schemas/period.ts";

const route = createRoute({
  method: "get",
  path: "/overview",
  tags: ["analytics"],
  summary: "How many jobs, how fast and how well, beside the period before",
  request: { query: filterQuery({}) },
  responses: {
    ...ok(
      "The measures of the matching jobs.",
      envelope(
        z.object({
          fuso: z.string(),
          periodo: period,
          periodo_anterior: period.nullable().openapi({
            description:
              "The same length of time just before `periodo`; while `periodo` is still open, both are compared up to the same point. Null when no `data_inicio` is given.",
          }),
        }),
        z.object({ atual: overview, anterior: overview.nullable() }),
      ),
    ),
    ...notModified,
    ...failures,
  },
});

export const overviewRoutes = () =>
  createRouter().openapi(route, async (c) => {
    const { sql, asOf } = c.var;
    const filters = toFilters(c.req.valid("query"));
    const previous = previousPeriod(filters, asOf.instant);
    return c.json(
      {
        data: {
          atual: await readOverview(sql, filters),
          anterior: previous ? await readOverview(sql, { ...filters, ...previous }) : null,
        },
        meta: {
          fuso: filters.zone,
          periodo: showPeriod(filters, filters.zone),
          periodo_anterior: previous ? showPeriod(previous, filters.zone) : null,
        },
        as_of: asOf,
      },
      200,
    );
  });
