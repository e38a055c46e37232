import { createRoute, z } from "@hono/zod-openapi";
import { decodeCursor, encodeCursor } from "../http/cursor.ts";
import { ProblemError } from "../http/problem.ts";
import { failures, notModified, ok } from "../http/responses.ts";
import { revalidation } from "../http/revalidation.ts";
import { createRouter } from "../http/router.ts";
import { positionIn, positionOf } from "../queries/enrichment-order.ts";
import { listEnrichments } from "../queries/list-enrichments.ts";
import { enrichment } from "../schemas/enrichment.ts";
import { envelope, nextCursor } from "../schemas/envelope.ts";
import { period, showPeriod } from "../schemas/period.ts";
import { cursor, wholeNumber } from "../schemas/query.ts";
import { type Selection, selectionQuery, toSelection } from "../schemas/selection.ts";
import { count, zone } from "../schemas/wire.ts";

/** Rows that a numbered page of a list in another order than that of creation may lie deep. */
const MAX_DEPTH = 10_000;

const route = createRoute({
  method: "get",
  path: "/enrichments",
  tags: ["analytics"],
  middleware: revalidation,
  summary: "The jobs themselves, page by page",
  description:
    "Follow `next_cursor` to read on: rows that are written meanwhile neither repeat others nor push them out. `page` jumps to a page instead.",
  request: {
    query: selectionQuery({
      limit: wholeNumber({ min: 1, max: 100 }).default(50),
      cursor,
      page: wholeNumber({ min: 1, max: 100_000 })
        .optional()
        .openapi({
          description: `Number of the page, from 1; not together with \`cursor\`. Any page when \`ordenar\` is \`data_criacao\`, else up to row ${MAX_DEPTH}.`,
        }),
    }),
  },
  responses: {
    ...ok(
      "One page.",
      envelope(
        z.object({
          fuso: zone,
          periodo: period,
          limit: count.openapi({ example: 50 }),
          next_cursor: nextCursor,
          total: count.nullable().openapi({
            description:
              "Rows on all pages; null on those reached by `cursor`, where nothing is counted again.",
            example: 5198,
          }),
        }),
        z.array(enrichment),
      ),
    ),
    ...notModified,
    ...failures,
  },
});

export const listEnrichmentsRoutes = () =>
  createRouter().openapi(route, async (c) => {
    const { sql, asOf } = c.var;
    const { limit, cursor, page, ...parameters } = c.req.valid("query");
    if (cursor !== undefined && page !== undefined)
      throw ProblemError.unprocessable({
        parameter: "page",
        detail: "Send either page or cursor, not both.",
      });
    const selection = toSelection(parameters);
    if (page !== undefined) refuseTooDeep(selection, page * limit);
    const { filters } = selection;
    const { rows, total } = await listEnrichments(sql, selection, {
      limit: limit + 1,
      after: cursor === undefined ? undefined : decodeCursor(cursor, positionIn(selection)),
      offset: page === undefined ? 0 : (page - 1) * limit,
    });
    const last = rows.length > limit ? rows[limit - 1] : undefined;
    return c.json(
      {
        data: rows.slice(0, limit).map(({ sorted_by, ...row }) => row),
        meta: {
          fuso: filters.zone,
          periodo: showPeriod(filters, filters.zone),
          limit,
          next_cursor: last ? encodeCursor(positionOf(selection, last)) : null,
          total,
        },
        as_of: asOf,
      },
      200,
    );
  });

function refuseTooDeep({ sort }: Selection, rows: number): void {
  if (sort === "data_criacao" || rows <= MAX_DEPTH) return;
  throw ProblemError.unprocessable({
    parameter: "page",
    detail: `Ends at row ${rows}, and only a list by data_criacao is served beyond row ${MAX_DEPTH}: follow next_cursor, or narrow the filters.`,
  });
}
