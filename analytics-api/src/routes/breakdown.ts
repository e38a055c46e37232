import { createRoute, z } from "@hono/zod-openapi";
import { failures, notModified, ok } from "../http/responses.ts";
import { revalidation } from "../http/revalidation.ts";
import { createRouter } from "../http/router.ts";
import { readBreakdown } from "../queries/breakdown.ts";
import { envelope } from "../schemas/envelope.ts";
import { filterQuery, toFilters } from "../schemas/filters.ts";
import { dimension, measures } from "../schemas/measures.ts";
import { period, showPeriod } from "../schemas/period.ts";
import { zone } from "../schemas/wire.ts";

const route = createRoute({
  method: "get",
  path: "/breakdown",
  tags: ["analytics"],
  middleware: revalidation,
  summary: "The measures by state, type of contact or size",
  request: { query: filterQuery({ por: dimension }) },
  responses: {
    ...ok(
      "One row per value of `por`, also of those without a job.",
      envelope(
        z.object({ fuso: zone, periodo: period, por: dimension }),
        z.array(
          measures
            .extend({
              valor: z.string().openapi({ example: "CONCLUIDO" }),
              participacao: z.number().min(0).max(1).nullable().openapi({
                description: "Of all matching jobs; null when there is none.",
                example: 0.83,
              }),
            })
            .openapi("BreakdownRow"),
        ),
      ),
    ),
    ...notModified,
    ...failures,
  },
});

export const breakdownRoutes = () =>
  createRouter().openapi(route, async (c) => {
    const { sql, asOf } = c.var;
    const { por, ...parameters } = c.req.valid("query");
    const filters = toFilters(parameters);
    return c.json(
      {
        data: await readBreakdown(sql, filters, por),
        meta: { fuso: filters.zone, periodo: showPeriod(filters, filters.zone), por },
        as_of: asOf,
      },
      200,
    );
  });
