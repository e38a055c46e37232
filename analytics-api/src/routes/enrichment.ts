import { createRoute, z } from "@hono/zod-openapi";
import { ProblemError } from "../http/problem.ts";
import { failures, notFound, notModified, ok } from "../http/responses.ts";
import { createRouter } from "../http/router.ts";
import { readEnrichment } from "../queries/enrichment.ts";
import {
  MAX_VERSIONS,
  readRecordHead,
  readRecordHistory,
  type VersionRow,
} from "../queries/record-history.ts";
import { readRun } from "../queries/run.ts";
import { enrichment } from "../schemas/enrichment.ts";
import { envelope } from "../schemas/envelope.ts";
import { query } from "../schemas/query.ts";
import { run, showRun } from "../schemas/run.ts";
import { type Version, version } from "../schemas/version.ts";
import { count, instant, instantOrNull, orNull, uuid } from "../schemas/wire.ts";
import { type TemporalUi, workflowUrl } from "../workflow-url.ts";

const route = createRoute({
  method: "get",
  path: "/enrichments/{id}",
  tags: ["analytics"],
  summary: "One job: its row, everything the source ever said about it, and who brought it",
  request: { params: z.object({ id: uuid }), query: query({}) },
  responses: {
    ...ok(
      "The job.",
      envelope(
        z.object({
          max_versions: count.openapi({
            description: "`history` holds at most this many.",
            example: MAX_VERSIONS,
          }),
        }),
        z.object({
          enrichment,
          record: z
            .object({
              dw_ingested_at: instant.openapi({ description: "When bronze first saw it." }),
              dw_updated_at: instant.openapi({ description: "When its content last changed." }),
              deleted_at: instantOrNull.openapi({
                description: "When the source no longer had it.",
                example: null,
              }),
            })
            .nullable(),
          run: orNull(run).openapi({ description: "The run that wrote the row of gold." }),
          history: z.array(version).openapi({ description: "Newest first." }),
        }),
      ),
    ),
    ...notModified,
    ...notFound,
    ...failures,
  },
});

export const enrichmentRoutes = (temporalUi: TemporalUi | undefined) =>
  createRouter().openapi(route, async (c) => {
    const { sql, asOf } = c.var;
    const { id } = c.req.valid("param");
    const row = await readEnrichment(sql, id);
    if (!row) throw new ProblemError(404, `There is no job ${id} in the warehouse.`);
    const run = await readRun(sql, { id: row.id_execucao });
    const versions = await readRecordHistory(sql, id);
    return c.json(
      {
        data: {
          enrichment: row,
          record: (await readRecordHead(sql, id)) ?? null,
          run: run ? showRun(run, temporalUi) : null,
          history: versions.map((version) => showVersion(version, row.id_versao_bronze, temporalUi)),
        },
        meta: { max_versions: MAX_VERSIONS },
        as_of: asOf,
      },
      200,
    );
  });

function showVersion(row: VersionRow, versionInGold: number, ui: TemporalUi | undefined): Version {
  const { workflow_id, workflow_run_id, run_workflow_id, ...version } = row;
  return {
    ...version,
    in_gold: row.version_id === versionInGold,
    fetch_workflow_url: workflow_id && workflow_run_id && workflowUrl(ui, workflow_id, workflow_run_id),
    run_workflow_url: run_workflow_id && row.run_id && workflowUrl(ui, run_workflow_id, row.run_id),
  };
}
