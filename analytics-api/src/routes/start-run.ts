import type { WarehouseClient } from "@enrichment-monitor/warehouse";
import { createRoute, z } from "@hono/zod-openapi";
import { startRun } from "../control/start-run.ts";
import type { TemporalClient } from "../control/temporal-client.ts";
import { json, operatorOnly } from "../http/operator.ts";
import { operatorFailures } from "../http/responses.ts";
import { createRouter } from "../http/router.ts";
import { runRequest, startedRun } from "../schemas/control.ts";
import { query } from "../schemas/query.ts";
import { type TemporalUi, workflowUrl } from "../workflow-url.ts";

const route = createRoute({
  method: "post",
  path: "/runs",
  tags: ["operation"],
  ...operatorOnly,
  summary: "Start a run",
  description:
    "Answers as soon as Temporal has the run. It appears in the ledger, at `Location`, when a worker takes it up; should another run get ahead of it until then, it ends without having begun.",
  request: { query: query({}), body: json(runRequest) },
  responses: {
    202: {
      description: "It is started.",
      headers: z.object({ Location: z.string().openapi({ description: "The run in the ledger." }) }),
      content: { "application/json": { schema: z.object({ data: startedRun }) } },
    },
    ...operatorFailures,
  },
});

export interface OperationDependencies {
  sql: WarehouseClient;
  temporal: TemporalClient;
  temporalUi: TemporalUi | undefined;
}

export const startRunRoutes = ({ sql, temporal, temporalUi }: OperationDependencies) =>
  createRouter().openapi(route, async (c) => {
    const { kind, variant = "modular", window } = c.req.valid("json");
    const { workflowId, runId } = await temporal.ask((client) =>
      startRun(sql, client, { kind, variant, ...(window && { window }) }),
    );
    return c.json(
      {
        data: {
          run_id: runId,
          workflow_id: workflowId,
          workflow_url: workflowUrl(temporalUi, workflowId, runId),
        },
      },
      202,
      { Location: `/pipeline/runs/${runId}`, "Cache-Control": "no-store" },
    );
  });
