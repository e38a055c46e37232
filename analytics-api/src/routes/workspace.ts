import { createRoute, z } from "@hono/zod-openapi";
import { ProblemError } from "../http/problem.ts";
import { failures, notFound, notModified, ok } from "../http/responses.ts";
import { revalidation } from "../http/revalidation.ts";
import { createRouter } from "../http/router.ts";
import { readComparedOverview } from "../queries/overview.ts";
import { readWorkspace } from "../queries/workspace.ts";
import { envelope } from "../schemas/envelope.ts";
import { toFilters, workspaceFilterQuery } from "../schemas/filters.ts";
import { comparedOverview, comparedPeriods } from "../schemas/overview.ts";
import { showPeriod } from "../schemas/period.ts";
import { sourceInstant, uuid } from "../schemas/wire.ts";

const route = createRoute({
  method: "get",
  path: "/workspaces/{id}",
  tags: ["analytics"],
  middleware: revalidation,
  summary: "One workspace, beside its period before",
  request: {
    params: z.object({ id: uuid }),
    query: workspaceFilterQuery,
  },
  responses: {
    ...ok(
      "The measures of the workspace's matching jobs.",
      envelope(
        comparedPeriods,
        comparedOverview.extend({
          id_workspace: uuid,
          nome_workspace: z
            .string()
            .openapi({ description: "As in its newest job.", example: "Tech Solutions Corp" }),
          primeiro_enriquecimento: sourceInstant.openapi({
            description: "`data_criacao` of its first job, whatever the filters.",
          }),
          ultimo_enriquecimento: sourceInstant.openapi({
            description: "`data_criacao` of its newest job, whatever the filters.",
          }),
        }),
      ),
    ),
    ...notModified,
    ...notFound,
    ...failures,
  },
});

export const workspaceRoutes = () =>
  createRouter().openapi(route, async (c) => {
    const { sql, asOf } = c.var;
    const { id } = c.req.valid("param");
    const filters = toFilters({ ...c.req.valid("query"), id_workspace: [id] });
    const workspace = await readWorkspace(sql, id);
    if (!workspace) throw new ProblemError(404, `No job of a workspace ${id} is in the warehouse.`);
    const { current, previous } = await readComparedOverview(sql, filters, asOf.instant);
    return c.json(
      {
        data: { ...workspace, atual: current, anterior: previous?.overview ?? null },
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
