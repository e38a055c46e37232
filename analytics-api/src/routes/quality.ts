import { createRoute, z } from "@hono/zod-openapi";
import { readPage } from "../http/cursor.ts";
import { dataResponse, dataResponses } from "../http/responses.ts";
import { createRouter } from "../http/router.ts";
import { countDeletions, deletionPosition, listDeletions, listedDeletion } from "../queries/deletions.ts";
import { countDuplicates, duplicate, listDuplicates } from "../queries/duplicates.ts";
import { countRejects, listRejects, reject, ruleCount } from "../queries/rejects.ts";
import { readSourceFields, sourceField } from "../queries/source-fields.ts";
import { pageMeta, pageQuery, query, repeatable, searchText, searchTexts } from "../schemas/query.ts";
import { count, uuid } from "../schemas/wire.ts";

const get = { method: "get" as const, tags: ["pipeline"] };

const rejects = createRoute({
  ...get,
  path: "/rejects",
  summary: "Versions that broke a rule, newest first",
  request: {
    query: query({
      resolved: z
        .enum(["true", "false"])
        .optional()
        .describe("Whether a later valid version of the record has replaced it."),
      rule: repeatable(searchText).openapi(searchTexts),
      field: repeatable(searchText).openapi(searchTexts),
      ...pageQuery(20),
    }),
  },
  responses: dataResponses("One page.", {
    data: z.array(reject),
    meta: z.object({
      ...pageMeta(20),
      by_rule: z.array(ruleCount).describe("On all pages, most frequent first."),
    }),
  }),
});

const schema = createRoute({
  ...get,
  path: "/schema",
  summary:
    "The fields that the source sends or sent, since when, until when, and whether they match its contract",
  request: { query: query({}) },
  responses: dataResponses("Every field with each of its JSON types, unexpected ones first.", {
    data: z.array(sourceField),
    meta: z.object({ drift: z.boolean().describe("Whether any field is unexpected.") }),
  }),
});

const duplicates = createRoute({
  ...get,
  path: "/duplicates",
  summary: "Records that the source lists more than once, by id",
  description:
    "As the last proof or complete read found them. Gold shows the newest entry of each. `finding` `duplicate_records` of a run counts them, too.",
  request: { query: query(pageQuery(20)) },
  responses: dataResponses("One page.", {
    data: z.array(duplicate),
    meta: z.object({
      ...pageMeta(20),
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
  request: { query: query(pageQuery(20)) },
  responses: dataResponses("One page.", {
    data: z.array(listedDeletion),
    meta: z.object({
      ...pageMeta(20),
      total: count.openapi({ description: "Deletions on all pages.", example: 12 }),
      current: count.openapi({ description: "Those of records that are still not listed.", example: 11 }),
    }),
  }),
});

export const qualityRoutes = createRouter()
  .openapi(rejects, async (c) => {
    const { sql } = c.var;
    const filters = c.req.valid("query");
    const { rows, page } = await readPage(
      filters,
      count,
      (page) => listRejects(sql, filters, page),
      ({ version_id }) => version_id,
    );
    return dataResponse(c, { data: rows, meta: { ...page, by_rule: await countRejects(sql, filters) } });
  })
  .openapi(schema, async (c) => {
    const fields = await readSourceFields(c.var.sql);
    return dataResponse(c, { data: fields, meta: { drift: fields.some(({ expected }) => !expected) } });
  })
  .openapi(duplicates, async (c) => {
    const { sql } = c.var;
    const { rows, page } = await readPage(
      c.req.valid("query"),
      uuid,
      (page) => listDuplicates(sql, page),
      ({ record_key }) => record_key,
    );
    return dataResponse(c, { data: rows, meta: { ...page, ...(await countDuplicates(sql)) } });
  })
  .openapi(deletions, async (c) => {
    const { sql } = c.var;
    const { rows, page } = await readPage(
      c.req.valid("query"),
      deletionPosition,
      (page) => listDeletions(sql, page),
      ({ found_at, record_key }) => [found_at, record_key],
    );
    return dataResponse(c, {
      data: rows.map(({ found_at, ...row }) => row),
      meta: { ...page, ...(await countDeletions(sql)) },
    });
  });
