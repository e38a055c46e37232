import { createRoute, z } from "@hono/zod-openapi";
import { decodeCursor, encodeCursor } from "../http/cursor.ts";
import { ProblemError } from "../http/problem.ts";
import { failures, notModified, ok } from "../http/responses.ts";
import { revalidation } from "../http/revalidation.ts";
import { createRouter } from "../http/router.ts";
import { listEnrichments } from "../queries/list-enrichments.ts";
import { enrichment } from "../schemas/enrichment.ts";
import { envelope, nextCursor } from "../schemas/envelope.ts";
import { period, showPeriod } from "../schemas/period.ts";
import { cursor, pageSize, wholeNumber } from "../schemas/query.ts";
import { selectionQuery, toSelection } from "../schemas/selection.ts";
import { count, zone } from "../schemas/wire.ts";
import { positionIn, positionOf } from "../sql/enrichment-order.ts";

/** The last row that a numbered page may hold. */
const MAX_NUMBERED_ROW = 1_000;

const route = createRoute({
  method: "get",
  path: "/enrichments",
  tags: ["analytics"],
  middleware: revalidation,
  summary: "The jobs themselves, page by page",
  description: `Follow \`next_cursor\` to read on, at any depth: rows that are written meanwhile neither repeat others nor push them out. \`page\` jumps to one of the first ${MAX_NUMBERED_ROW} rows instead.`,
  request: {
    query: selectionQuery({
      limit: pageSize(50),
      cursor,
      page: wholeNumber({ min: 1, max: MAX_NUMBERED_ROW })
        .optional()
        .openapi({
          description: `Number of the page, from 1; not together with \`cursor\`. Up to row ${MAX_NUMBERED_ROW}: follow \`next_cursor\` beyond.`,
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
    if (page !== undefined) refuseTooDeep(page * limit);
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

function refuseTooDeep(rows: number): void {
  if (rows <= MAX_NUMBERED_ROW) return;
  throw ProblemError.unprocessable({
    parameter: "page",
    detail: `Ends at row ${rows}, and numbered pages end at row ${MAX_NUMBERED_ROW}: follow next_cursor, or narrow the filters.`,
  });
}
