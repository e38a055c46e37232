import { createRoute, z } from "@hono/zod-openapi";
import type { Dependencies } from "../dependencies.ts";
import { decodeCursor, toPage } from "../http/cursor.ts";
import { ProblemError } from "../http/problem.ts";
import { cacheByVersion } from "../http/response-cache.ts";
import { dataResponse, dataResponses, foundResponses } from "../http/responses.ts";
import { createRouter } from "../http/router.ts";
import { deletion, readDeletions } from "../queries/deletions.ts";
import { bronzeRecord, readBronzeRecord, readEnrichment, readLastEnrichment } from "../queries/enrichment.ts";
import { listEnrichments } from "../queries/list-enrichments.ts";
import { findRun } from "../queries/runs.ts";
import { readStatusPeriods, statusPeriod } from "../queries/status-periods.ts";
import { MAX_VERSIONS, readVersions, version } from "../queries/versions.ts";
import { enrichment } from "../schemas/enrichment.ts";
import { filterMeta, showFilters } from "../schemas/period.ts";
import { pageMeta, pageQuery, query, wholeNumber } from "../schemas/query.ts";
import { run, showRun } from "../schemas/run.ts";
import { selectionQuery, toSelection } from "../schemas/selection.ts";
import { count, instantOrNull, orNull, uuid } from "../schemas/wire.ts";
import { positionIn, positionOf } from "../sql/enrichment-order.ts";

/** The last row that `page` can reach. */
const MAX_NUMBERED_ROW = 1_000;

const list = createRoute({
  method: "get",
  path: "/enrichments",
  tags: ["analytics"],
  middleware: cacheByVersion,
  summary: "List jobs",
  description: `Follow \`next_cursor\` to read all pages: rows written meanwhile cause no duplicates or gaps. \`page\` selects a page of the first ${MAX_NUMBERED_ROW} rows instead.`,
  request: {
    query: selectionQuery({
      ...pageQuery(50),
      page: wholeNumber({ min: 1, max: MAX_NUMBERED_ROW })
        .optional()
        .describe(
          `Page number, from 1; not with \`cursor\`. Up to row ${MAX_NUMBERED_ROW}; follow \`next_cursor\` beyond.`,
        ),
    }),
  },
  responses: dataResponses("One page.", {
    data: z.array(enrichment),
    meta: filterMeta.extend({
      ...pageMeta(50),
      total: count.nullable().openapi({
        description: "Rows on all pages; null on a page requested by `cursor`, where they are not counted.",
        example: 5198,
      }),
    }),
  }),
});

const one = createRoute({
  method: "get",
  path: "/enrichments/{id}",
  tags: ["analytics"],
  summary: "One job: its row, every version that the source sent, and its lineage",
  description:
    "Also of a job that the source no longer lists, and of one whose versions were all rejected, by its `record_key`.",
  request: { params: z.object({ id: uuid }), query: query({}) },
  responses: foundResponses("The job.", {
    data: z.object({
      enrichment: orNull(enrichment).describe("Of a deleted job, the last row. Null if gold never had one."),
      removido_em: instantOrNull.openapi({
        description: "When the source was found not to list it any more; null: it lists it.",
        example: null,
      }),
      deletions: z
        .array(deletion)
        .describe(
          "Each time that it was gone or rolled back at the source, with the evidence, newest first.",
        ),
      status_periods: z.array(statusPeriod).describe("How long it had which status, oldest first."),
      record: bronzeRecord.nullable(),
      run: orNull(run).describe("The run that wrote the gold row."),
      history: z.array(version).describe("Newest first."),
    }),
    meta: z.object({
      max_versions: count.openapi({ description: "Maximum length of `history`.", example: MAX_VERSIONS }),
    }),
  }),
});

export const enrichmentsRoutes = ({ temporalUi }: Dependencies) =>
  createRouter()
    .openapi(list, async (c) => {
      const { limit, cursor, page, ...parameters } = c.req.valid("query");
      if (page !== undefined) requireReachable(page, limit, cursor);
      const selection = toSelection(parameters);
      const { rows, total } = await listEnrichments(c.var.sql, selection, {
        limit: limit + 1,
        after: decodeCursor(cursor, positionIn(selection)),
        offset: page === undefined ? 0 : (page - 1) * limit,
      });
      const shown = toPage(rows, limit, (row) => positionOf(selection, row));
      return dataResponse(c, {
        data: shown.rows.map(({ sorted_by, ...row }) => row),
        meta: { ...showFilters(selection.filters), ...shown.page, total },
      });
    })
    .openapi(one, async (c) => {
      const { sql } = c.var;
      const { id } = c.req.valid("param");
      const inGold = await readEnrichment(sql, id);
      const row = inGold ?? (await readLastEnrichment(sql, id));
      const history = await readVersions(sql, id, { versionInGold: inGold?.id_versao_bronze, temporalUi });
      const deletions = await readDeletions(sql, id);
      if (!row && history.length === 0 && deletions.length === 0)
        throw new ProblemError(404, `There is no job ${id} in the warehouse.`);
      const run = row && (await findRun(sql, { id: row.id_execucao }));
      return dataResponse(c, {
        data: {
          enrichment: row ?? null,
          removido_em: deletions.find(({ is_current }) => is_current)?.removido_em ?? null,
          deletions,
          status_periods: await readStatusPeriods(sql, id),
          record: (await readBronzeRecord(sql, id)) ?? null,
          run: run ? showRun(run, temporalUi) : null,
          history,
        },
        meta: { max_versions: MAX_VERSIONS },
      });
    });

function requireReachable(page: number, limit: number, cursor: string | undefined) {
  const refuse = (detail: string) => ProblemError.unprocessable({ parameter: "page", detail });
  if (cursor !== undefined) throw refuse("Send either page or cursor, not both.");
  if (page * limit > MAX_NUMBERED_ROW)
    throw refuse(
      `Ends at row ${page * limit}; pages are limited to row ${MAX_NUMBERED_ROW}: follow next_cursor, or restrict the filters.`,
    );
}
