import { createRoute, z } from "@hono/zod-openapi";
import { cursorPage, decodeCursor } from "../http/cursor.ts";
import { dataResponse, dataResponses } from "../http/responses.ts";
import { createRouter } from "../http/router.ts";
import { countRejects, listRejects, reject, ruleCount } from "../queries/rejects.ts";
import { readSourceFields, sourceField } from "../queries/source-fields.ts";
import { nextCursor } from "../schemas/envelope.ts";
import { cursor, pageSize, query, repeatable, searchText, searchTexts } from "../schemas/query.ts";
import { count } from "../schemas/wire.ts";

const get = { method: "get" as const, tags: ["pipeline"] };

const page = { limit: count.openapi({ example: 20 }), next_cursor: nextCursor };

const rejects = createRoute({
  ...get,
  path: "/rejects",
  summary: "Versions that broke a rule, newest first",
  request: {
    query: query({
      resolved: z.enum(["true", "false"]).optional().openapi({
        description: "Whether a later valid version of the record has replaced it.",
      }),
      rule: repeatable(searchText).openapi(searchTexts),
      field: repeatable(searchText).openapi(searchTexts),
      limit: pageSize(20),
      cursor,
    }),
  },
  responses: dataResponses("One page.", {
    data: z.array(reject),
    meta: z.object({
      ...page,
      by_rule: z.array(ruleCount).openapi({ description: "On all pages, most frequent first." }),
    }),
  }),
});

const schema = createRoute({
  ...get,
  path: "/schema",
  summary: "The fields that the source sends, and whether they match its contract",
  request: { query: query({}) },
  responses: dataResponses("Every field with each of its JSON types, unexpected ones first.", {
    data: z.array(sourceField),
    meta: z.object({ drift: z.boolean().openapi({ description: "Whether any field is unexpected." }) }),
  }),
});

export const qualityRoutes = () =>
  createRouter()
    .openapi(rejects, async (c) => {
      const { limit, cursor, ...filters } = c.req.valid("query");
      const page = { limit: limit + 1, before: decodeCursor(cursor, count) };
      const { rows, nextCursor } = cursorPage(
        await listRejects(c.var.sql, filters, page),
        limit,
        ({ version_id }) => version_id,
      );
      return dataResponse(c, {
        data: rows,
        meta: { limit, next_cursor: nextCursor, by_rule: await countRejects(c.var.sql, filters) },
      });
    })
    .openapi(schema, async (c) => {
      const fields = await readSourceFields(c.var.sql);
      return dataResponse(c, { data: fields, meta: { drift: fields.some(({ expected }) => !expected) } });
    });
