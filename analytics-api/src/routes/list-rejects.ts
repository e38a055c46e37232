import { createRoute, z } from "@hono/zod-openapi";
import { decodeCursor, encodeCursor } from "../http/cursor.ts";
import { failures, notModified, ok } from "../http/responses.ts";
import { createRouter } from "../http/router.ts";
import { countRejects, listRejects } from "../queries/list-rejects.ts";
import { envelope, nextCursor } from "../schemas/envelope.ts";
import { cursor, pageSize, query, repeatable, searchText, searchTexts } from "../schemas/query.ts";
import { reject } from "../schemas/reject.ts";
import { count } from "../schemas/wire.ts";

const route = createRoute({
  method: "get",
  path: "/rejects",
  tags: ["pipeline"],
  summary: "Versions that broke a rule, newest first",
  request: {
    query: query({
      resolved: z.enum(["true", "false"]).optional().openapi({
        description: "Whether a later good version of the record has taken its place.",
      }),
      rule: repeatable(searchText).openapi(searchTexts),
      field: repeatable(searchText).openapi(searchTexts),
      limit: pageSize(20),
      cursor,
    }),
  },
  responses: {
    ...ok(
      "One page.",
      envelope(
        z.object({
          limit: count.openapi({ example: 50 }),
          next_cursor: nextCursor,
          by_rule: z
            .array(
              reject.pick({ rule: true, field: true }).extend({ rejects: count.openapi({ example: 4 }) }),
            )
            .openapi({ description: "On all pages, most frequent first." }),
        }),
        z.array(reject),
      ),
    ),
    ...notModified,
    ...failures,
  },
});

export const listRejectsRoutes = () =>
  createRouter().openapi(route, async (c) => {
    const { sql, asOf } = c.var;
    const { resolved, rule, field, limit, cursor } = c.req.valid("query");
    const filters = {
      resolved: resolved === undefined ? undefined : resolved === "true",
      rules: rule,
      fields: field,
    };
    const rows = await listRejects(sql, filters, {
      limit: limit + 1,
      before: cursor === undefined ? undefined : decodeCursor(cursor, count),
    });
    const last = rows.length > limit ? rows[limit - 1] : undefined;
    return c.json(
      {
        data: rows.slice(0, limit),
        meta: {
          limit,
          next_cursor: last ? encodeCursor(last.version_id) : null,
          by_rule: await countRejects(sql, filters),
        },
        as_of: asOf,
      },
      200,
    );
  });
