import { createRoute, z } from "@hono/zod-openapi";
import { failures, notModified, ok } from "../http/responses.ts";
import { createRouter } from "../http/router.ts";
import { readSourceFields } from "../queries/source-fields.ts";
import { envelope } from "../schemas/envelope.ts";
import { query } from "../schemas/query.ts";
import { sourceField } from "../schemas/source-field.ts";

const route = createRoute({
  method: "get",
  path: "/schema",
  tags: ["pipeline"],
  summary: "The fields that the source sends, and whether they are as agreed",
  request: { query: query({}) },
  responses: {
    ...ok(
      "Every field with each JSON type it ever had, unexpected ones first.",
      envelope(
        z.object({ drift: z.boolean().openapi({ description: "Whether any of them is unexpected." }) }),
        z.array(sourceField),
      ),
    ),
    ...notModified,
    ...failures,
  },
});

export const sourceSchemaRoutes = () =>
  createRouter().openapi(route, async (c) => {
    const { sql, asOf } = c.var;
    const fields = await readSourceFields(sql);
    return c.json(
      { data: fields, meta: { drift: fields.some(({ expected }) => !expected) }, as_of: asOf },
      200,
    );
  });
