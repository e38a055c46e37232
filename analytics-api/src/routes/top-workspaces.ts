import { createRoute, z } from "@hono/zod-openapi";
import { failures, notModified, ok } from "../http/responses.ts";
import { revalidation } from "../http/revalidation.ts";
import { createRouter } from "../http/router.ts";
import { searchWorkspaces } from "../queries/search.ts";
import { readTopWorkspaces, workspaceSorts } from "../queries/top-workspaces.ts";
import { envelope } from "../schemas/envelope.ts";
import { filterQuery, toFilters } from "../schemas/filters.ts";
import { measures } from "../schemas/measures.ts";
import { period, showPeriod } from "../schemas/period.ts";
import { orders, pageSize, searchText } from "../schemas/query.ts";
import { uuid, zone } from "../schemas/wire.ts";

const route = createRoute({
  method: "get",
  path: "/workspaces/top",
  tags: ["analytics"],
  middleware: revalidation,
  summary: "The workspaces that lead in one measure",
  request: {
    query: filterQuery({
      busca: searchText.optional().openapi({
        description: "Part of what a workspace is called in its newest job, or its whole id.",
      }),
      ordenar: z.enum(workspaceSorts).default("total_enriquecimentos"),
      ordem: z.enum(orders).default("desc"),
      limit: pageSize(10),
    }),
  },
  responses: {
    ...ok(
      "At most `limit` workspaces; those without a value for the measure come last.",
      envelope(
        z.object({ fuso: zone, periodo: period }),
        z.array(
          measures
            .extend({
              id_workspace: uuid,
              nome_workspace: z.string().openapi({
                description: "As in the workspace's newest job.",
                example: "Tech Solutions Corp",
              }),
            })
            .openapi("RankedWorkspace"),
        ),
      ),
    ),
    ...notModified,
    ...failures,
  },
});

export const topWorkspacesRoutes = () =>
  createRouter().openapi(route, async (c) => {
    const { sql, asOf } = c.var;
    const { busca, ordenar, ordem, limit, ...parameters } = c.req.valid("query");
    const asked = toFilters(parameters);
    const filters = busca === undefined ? asked : await searchWorkspaces(sql, asked, busca);
    return c.json(
      {
        data: await readTopWorkspaces(sql, filters, { sort: ordenar, order: ordem, limit }),
        meta: { fuso: filters.zone, periodo: showPeriod(filters, filters.zone) },
        as_of: asOf,
      },
      200,
    );
  });
