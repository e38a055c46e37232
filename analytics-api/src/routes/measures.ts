import { createRoute, z } from "@hono/zod-openapi";
import { ProblemError } from "../http/problem.ts";
import { cacheByVersion } from "../http/response-cache.ts";
import { dataResponse, dataResponses, notFound } from "../http/responses.ts";
import { createRouter } from "../http/router.ts";
import { breakdownRow, readBreakdown } from "../queries/breakdown.ts";
import { comparedOverview, comparedPeriods, compareOverviews } from "../queries/overview.ts";
import { searchWorkspaces } from "../queries/search.ts";
import { rankedWorkspace, readTopWorkspaces, workspaceSorts } from "../queries/top-workspaces.ts";
import { readWorkspace, workspace } from "../queries/workspace.ts";
import { filterQuery, toFilters, workspaceFilterQuery } from "../schemas/filters.ts";
import { dimension } from "../schemas/measures.ts";
import { filterMeta, showFilters } from "../schemas/period.ts";
import { orders, pageSize, searchText } from "../schemas/query.ts";
import { uuid } from "../schemas/wire.ts";

const get = { method: "get" as const, tags: ["analytics"], middleware: cacheByVersion };

const overview = createRoute({
  ...get,
  path: "/overview",
  summary: "How many jobs, how fast and how well, compared with the previous period",
  request: { query: filterQuery({}) },
  responses: dataResponses("The measures of the matching jobs.", {
    data: comparedOverview,
    meta: comparedPeriods,
  }),
});

const breakdown = createRoute({
  ...get,
  path: "/breakdown",
  summary: "The measures by state, contact type or size",
  request: { query: filterQuery({ por: dimension }) },
  responses: dataResponses("One row per value of `por`, including values without jobs.", {
    data: z.array(breakdownRow),
    meta: filterMeta.extend({ por: dimension }),
  }),
});

const topWorkspaces = createRoute({
  ...get,
  path: "/workspaces/top",
  summary: "The top workspaces by one measure",
  request: {
    query: filterQuery({
      busca: searchText.optional().openapi({
        description: "Part of a workspace's name in its newest job, or its whole id.",
      }),
      ordenar: z.enum(workspaceSorts).default("total_enriquecimentos"),
      ordem: z.enum(orders).default("desc"),
      limit: pageSize(10),
    }),
  },
  responses: dataResponses("At most `limit` workspaces; those without a value for the measure come last.", {
    data: z.array(rankedWorkspace),
    meta: filterMeta,
  }),
});

const oneWorkspace = createRoute({
  ...get,
  path: "/workspaces/{id}",
  summary: "One workspace, compared with the previous period",
  request: { params: z.object({ id: uuid }), query: workspaceFilterQuery },
  responses: {
    ...dataResponses("The measures of the workspace's matching jobs.", {
      data: comparedOverview.extend(workspace.shape),
      meta: comparedPeriods,
    }),
    ...notFound,
  },
});

export const measuresRoutes = () =>
  createRouter()
    .openapi(overview, async (c) =>
      dataResponse(c, await compareOverviews(c.var.sql, toFilters(c.req.valid("query")), c.var.asOf.instant)),
    )
    .openapi(breakdown, async (c) => {
      const { por, ...parameters } = c.req.valid("query");
      const filters = toFilters(parameters);
      return dataResponse(c, {
        data: await readBreakdown(c.var.sql, filters, por),
        meta: { ...showFilters(filters), por },
      });
    })
    .openapi(topWorkspaces, async (c) => {
      const { busca, ordenar, ordem, limit, ...parameters } = c.req.valid("query");
      const all = toFilters(parameters);
      const filters = busca === undefined ? all : await searchWorkspaces(c.var.sql, all, busca);
      return dataResponse(c, {
        data: await readTopWorkspaces(c.var.sql, filters, { sort: ordenar, order: ordem, limit }),
        meta: showFilters(filters),
      });
    })
    .openapi(oneWorkspace, async (c) => {
      const { sql, asOf } = c.var;
      const { id } = c.req.valid("param");
      const workspace = await readWorkspace(sql, id);
      if (!workspace) throw new ProblemError(404, `There is no job of workspace ${id} in the warehouse.`);
      const filters = toFilters({ ...c.req.valid("query"), id_workspace: [id] });
      const { data, meta } = await compareOverviews(sql, filters, asOf.instant);
      return dataResponse(c, { data: { ...workspace, ...data }, meta });
    });
