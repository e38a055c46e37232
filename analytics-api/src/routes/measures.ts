import { createRoute, z } from "@hono/zod-openapi";
import { comparisons } from "../compared-period.ts";
import { ProblemError } from "../http/problem.ts";
import { cacheByVersion } from "../http/response-cache.ts";
import { dataResponse, dataResponses, foundResponses } from "../http/responses.ts";
import { createRouter } from "../http/router.ts";
import { breakdownRow, readBreakdown } from "../queries/breakdown.ts";
import { comparedOverview, comparedPeriods, compareOverviews } from "../queries/overview.ts";
import { searchWorkspaces } from "../queries/search.ts";
import { readTotals } from "../queries/totals.ts";
import { readWorkspace, workspace } from "../queries/workspace.ts";
import { rankedWorkspace, rankWorkspaces, workspaceSort } from "../queries/workspace-ranking.ts";
import { readStanding, standing } from "../queries/workspace-standing.ts";
import { filterQuery, toFilters, workspaceFilterQuery } from "../schemas/filters.ts";
import { dimension, measures } from "../schemas/measures.ts";
import { filterMeta, showFilters } from "../schemas/period.ts";
import { orders, pageSize, searchText, wholeNumber } from "../schemas/query.ts";
import { count, uuid } from "../schemas/wire.ts";
import type { Snapshot } from "../sql/snapshot.ts";

const get = { method: "get" as const, tags: ["analytics"], middleware: cacheByVersion };

const comparar = z
  .enum(comparisons)
  .default("anterior")
  .describe(
    "What the period is compared with: `anterior`, the same length of time just before it, or `semana`, the same days a week earlier by the clocks of `fuso`.",
  );

const overview = createRoute({
  ...get,
  path: "/overview",
  summary: "How many jobs, how fast and how well, compared with an earlier period",
  request: { query: filterQuery({ comparar }) },
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

const rankingShape = {
  busca: searchText
    .optional()
    .describe(
      "Part of a workspace's name in its newest job, without regard to case and accents, or its whole id.",
    ),
  ordenar: workspaceSort.default("total_enriquecimentos"),
  ordem: z.enum(orders).default("desc"),
};

const topWorkspaces = createRoute({
  ...get,
  path: "/workspaces/top",
  summary: "The top workspaces by one measure",
  request: { query: filterQuery({ ...rankingShape, limit: pageSize(10) }) },
  responses: dataResponses("At most `limit` workspaces; those without a value for the measure come last.", {
    data: z.array(rankedWorkspace),
    meta: filterMeta,
  }),
});

const MAX_PAGE = 100_000;

const allWorkspaces = createRoute({
  ...get,
  path: "/workspaces",
  summary: "All workspaces, ranked by one measure or by name, in pages",
  request: {
    query: filterQuery({
      ...rankingShape,
      limit: pageSize(50),
      page: wholeNumber({ min: 1, max: MAX_PAGE })
        .openapi({ description: "Page number, from 1.", default: 1 })
        .default(1),
    }),
  },
  responses: dataResponses(
    "One page; workspaces without a value for the measure come last. Empty after the last page.",
    {
      data: z.array(rankedWorkspace),
      meta: filterMeta.extend({
        limit: count.openapi({ example: 50 }),
        page: count.openapi({ example: 1 }),
        total: count.openapi({ description: "Workspaces on all pages.", example: 214 }),
        totais: measures.describe("The measures of all of them together."),
      }),
    },
  ),
});

const oneWorkspace = createRoute({
  ...get,
  path: "/workspaces/{id}",
  summary: "One workspace, compared with an earlier period",
  request: { params: z.object({ id: uuid }), query: workspaceFilterQuery({ comparar }) },
  responses: foundResponses("The measures of the workspace's matching jobs.", {
    data: comparedOverview.extend(workspace.shape),
    meta: comparedPeriods,
  }),
});

const workspaceStanding = createRoute({
  ...get,
  path: "/workspaces/{id}/standing",
  summary: "Where one workspace stands among all",
  description: "For each measure: the place of the workspace, and the values of all workspaces.",
  request: { params: z.object({ id: uuid }), query: workspaceFilterQuery({}) },
  responses: foundResponses(
    "By measure. Workspaces without a matching job, or without a value, have no place.",
    {
      data: standing,
      meta: filterMeta,
    },
  ),
});

export const measuresRoutes = createRouter()
  .openapi(overview, async (c) => {
    const { comparar: comparison, ...parameters } = c.req.valid("query");
    const asOf = c.var.asOf.instant;
    return dataResponse(c, await compareOverviews(c.var.sql, toFilters(parameters), { comparison, asOf }));
  })
  .openapi(breakdown, async (c) => {
    const { por, ...parameters } = c.req.valid("query");
    const filters = toFilters(parameters);
    return dataResponse(c, {
      data: await readBreakdown(c.var.sql, filters, por),
      meta: { ...showFilters(filters), por },
    });
  })
  .openapi(topWorkspaces, async (c) => {
    const { rows, filters } = await rank(c.var.sql, c.req.valid("query"));
    return dataResponse(c, { data: rows, meta: showFilters(filters) });
  })
  .openapi(allWorkspaces, async (c) => {
    const { limit, page, ...parameters } = c.req.valid("query");
    const offset = (page - 1) * limit;
    const { rows, total, filters } = await rank(c.var.sql, { ...parameters, limit, offset });
    const totais = await readTotals(c.var.sql, filters);
    return dataResponse(c, { data: rows, meta: { ...showFilters(filters), limit, page, total, totais } });
  })
  .openapi(oneWorkspace, async (c) => {
    const { sql, asOf } = c.var;
    const { id } = c.req.valid("param");
    const workspace = await readWorkspace(sql, id);
    if (!workspace) throw noWorkspace(id);
    const { comparar: comparison, ...parameters } = c.req.valid("query");
    const filters = toFilters({ ...parameters, id_workspace: [id] });
    const { data, meta } = await compareOverviews(sql, filters, { comparison, asOf: asOf.instant });
    return dataResponse(c, { data: { ...workspace, ...data }, meta });
  })
  .openapi(workspaceStanding, async (c) => {
    const { id } = c.req.valid("param");
    const filters = toFilters({ ...c.req.valid("query"), id_workspace: undefined });
    if (!(await readWorkspace(c.var.sql, id))) throw noWorkspace(id);
    return dataResponse(c, { data: await readStanding(c.var.sql, filters, id), meta: showFilters(filters) });
  });

const noWorkspace = (id: string) =>
  new ProblemError(404, `There is no job of workspace ${id} in the warehouse.`);

const rankingParameters = z.object({ ...rankingShape, limit: z.number(), offset: z.number().optional() });
type RankingParameters = Parameters<typeof toFilters>[0] & z.output<typeof rankingParameters>;

async function rank(sql: Snapshot, parameters: RankingParameters) {
  const { busca, ordenar: sort, ordem: order, limit, offset = 0 } = parameters;
  const all = toFilters(parameters);
  const filters = busca === undefined ? all : await searchWorkspaces(sql, all, busca);
  return { filters, ...(await rankWorkspaces(sql, filters, { sort, order, limit, offset })) };
}
