import { createRoute, z } from "@hono/zod-openapi";
import { ProblemError } from "../http/problem.ts";
import { failures, notFound, notModified, ok } from "../http/responses.ts";
import { createRouter } from "../http/router.ts";
import { readRun } from "../queries/run.ts";
import { summariseBatches } from "../queries/run-batches.ts";
import { summariseFetches } from "../queries/run-fetches.ts";
import { readFindings } from "../queries/run-findings.ts";
import { readSlices } from "../queries/run-slices.ts";
import { envelope } from "../schemas/envelope.ts";
import { finding } from "../schemas/finding.ts";
import { query } from "../schemas/query.ts";
import { run, showRun } from "../schemas/run.ts";
import { parseRunKey, runKey } from "../schemas/run-key.ts";
import { batchesSummary, fetchesSummary, slice } from "../schemas/run-work.ts";
import type { TemporalUi } from "../workflow-url.ts";

const route = createRoute({
  method: "get",
  path: "/runs/{id}",
  tags: ["pipeline"],
  summary: "One run, by its id or its number, with what it noticed, asked and committed",
  request: {
    params: z.object({ id: runKey }),
    query: query({}),
  },
  responses: {
    ...ok(
      "The run.",
      envelope(
        z.object({}),
        run
          .extend({
            findings: z.array(finding).openapi({ description: "What it noticed, the most serious first." }),
            fetches: fetchesSummary,
            slices: z.array(slice),
            batches: batchesSummary,
          })
          // Not that of a run alone.
          .openapi("RunDetail", { example: undefined }),
      ),
    ),
    ...notModified,
    ...notFound,
    ...failures,
  },
});

export const runRoutes = (temporalUi: TemporalUi | undefined) =>
  createRouter().openapi(route, async (c) => {
    const { sql, asOf } = c.var;
    const { id } = c.req.valid("param");
    const row = await readRun(sql, parseRunKey(id));
    if (!row) throw new ProblemError(404, `There is no run ${id} in the ledger.`);
    return c.json(
      {
        data: {
          ...showRun(row, temporalUi),
          findings: await readFindings(sql, row.run_id),
          fetches: await summariseFetches(sql, row.run_id),
          slices: await readSlices(sql, row.run_id),
          batches: await summariseBatches(sql, row.run_id),
        },
        meta: {},
        as_of: asOf,
      },
      200,
    );
  });
