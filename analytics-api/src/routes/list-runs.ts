import { ops } from "@enrichment-monitor/warehouse";
import { createRoute, z } from "@hono/zod-openapi";
import { decodeCursor, encodeCursor } from "../http/cursor.ts";
import { failures, notModified, ok } from "../http/responses.ts";
import { createRouter } from "../http/router.ts";
import { listRuns } from "../queries/list-runs.ts";
import { envelope, nextCursor } from "../schemas/envelope.ts";
import { cursor, pageSize, query, repeatable } from "../schemas/query.ts";
import { run, showRun } from "../schemas/run.ts";
import { count } from "../schemas/wire.ts";
import type { TemporalUi } from "../workflow-url.ts";

const route = createRoute({
  method: "get",
  path: "/runs",
  tags: ["pipeline"],
  summary: "The run ledger, newest first",
  request: {
    query: query({
      outcome: repeatable(z.enum(ops.runOutcomes)),
      kind: repeatable(z.enum(ops.runKinds)),
      trigger: repeatable(z.enum(ops.runTriggers)),
      limit: pageSize(20),
      cursor,
    }),
  },
  responses: {
    ...ok(
      "One page.",
      envelope(z.object({ limit: count.openapi({ example: 20 }), next_cursor: nextCursor }), z.array(run)),
    ),
    ...notModified,
    ...failures,
  },
});

export const listRunsRoutes = (temporalUi: TemporalUi | undefined) =>
  createRouter().openapi(route, async (c) => {
    const { sql, asOf } = c.var;
    const { outcome, kind, trigger, limit, cursor } = c.req.valid("query");
    const rows = await listRuns(
      sql,
      { outcomes: outcome, kinds: kind, triggers: trigger },
      { limit: limit + 1, before: cursor === undefined ? undefined : decodeCursor(cursor, count) },
    );
    const last = rows.length > limit ? rows[limit - 1] : undefined;
    return c.json(
      {
        data: rows.slice(0, limit).map((row) => showRun(row, temporalUi)),
        meta: { limit, next_cursor: last ? encodeCursor(last.run_number) : null },
        as_of: asOf,
      },
      200,
    );
  });
