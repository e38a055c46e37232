import { createRoute, z } from "@hono/zod-openapi";
import { cursorPage, decodeCursor } from "../http/cursor.ts";
import { dataResponse, dataResponses } from "../http/responses.ts";
import { createRouter } from "../http/router.ts";
import { countDeletions, deletionPosition, listDeletions, listedDeletion } from "../queries/deletions.ts";
import { countDuplicates, duplicate, listDuplicates } from "../queries/duplicates.ts";
import { countRejects, listRejects, reject, ruleCount } from "../queries/rejects.ts";
import { readSourceFields, sourceField } from "../queries/source-fields.ts";
import { nextCursor } from "../schemas/envelope.ts";
import { cursor, pageSize, query, repeatable, searchText, searchTexts } from "../schemas/query.ts";
import { count, uuid } from "../schemas/wire.ts";

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

const duplicates = createRoute({
  ...get,
  path: "/duplicates",
  summary: "Records that the source lists more than once, by id",
  description:
    "As the last proof or complete read found them. Gold shows the newest entry of each. `finding` `duplicate_records` of a run counts them, too.",
  request: { query: query({ limit: pageSize(20), cursor }) },
  responses: dataResponses("One page.", {
    data: z.array(duplicate),
    meta: z.object({
      ...page,
      records: count.openapi({ description: "Such records on all pages.", example: 2 }),
      extra_entries: count.openapi({ description: "Their entries that gold does not show.", example: 3 }),
    }),
  }),
});

const deletions = createRoute({
  ...get,
  path: "/deletions",
  summary:
    "Records that the source no longer lists, or lists in an older state, with the evidence, newest first",
  request: { query: query({ limit: pageSize(20), cursor }) },
  responses: dataResponses("One page.", {
    data: z.array(listedDeletion),
    meta: z.object({
      ...page,
      total: count.openapi({ description: "Deletions on all pages.", example: 12 }),
      current: count.openapi({ description: "Those of records that are still not listed.", example: 11 }),
    }),
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
    })
    .openapi(duplicates, async (c) => {
      const { limit, cursor } = c.req.valid("query");
      const after = decodeCursor(cursor, uuid);
      const { rows, nextCursor } = cursorPage(
        await listDuplicates(c.var.sql, { limit: limit + 1, after }),
        limit,
        ({ record_key }) => record_key,
      );
      return dataResponse(c, {
        data: rows,
        meta: { limit, next_cursor: nextCursor, ...(await countDuplicates(c.var.sql)) },
      });
    })
    .openapi(deletions, async (c) => {
      const { limit, cursor } = c.req.valid("query");
      const after = decodeCursor(cursor, deletionPosition);
      const { rows, nextCursor } = cursorPage(
        await listDeletions(c.var.sql, { limit: limit + 1, after }),
        limit,
        ({ found_at, record_key }) => [found_at, record_key],
      );
      return dataResponse(c, {
        data: rows.map(({ found_at, ...row }) => row),
        meta: { limit, next_cursor: nextCursor, ...(await countDeletions(c.var.sql)) },
      });
    });
