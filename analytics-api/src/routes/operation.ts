import { pipelineCommand } from "@enrichment-monitor/environment/pipeline-command";
import { type Switch, switchPipeline } from "@enrichment-monitor/warehouse/pipeline-switch";
import { createRoute, z } from "@hono/zod-openapi";
import { startRun } from "../control/start-run.ts";
import type { Dependencies } from "../dependencies.ts";
import { json, operatorOnly } from "../http/operator.ts";
import { ProblemError } from "../http/problem.ts";
import { ok, operatorFailures } from "../http/responses.ts";
import { createRouter } from "../http/router.ts";
import { runRequest, startedRun, switchedPipeline, switchRequest } from "../schemas/control.ts";
import { query } from "../schemas/query.ts";
import { workflowUrl } from "../schemas/workflow-link.ts";

const post = { method: "post" as const, tags: ["operation"], ...operatorOnly };

const start = createRoute({
  ...post,
  path: "/runs",
  summary: "Start a run",
  description:
    "Responds as soon as Temporal has accepted the run. The run appears in the ledger, at `Location`, when a worker opens it. If another run is opened first, it ends without doing anything.",
  request: { query: query({}), body: json(runRequest) },
  responses: {
    202: {
      description: "The run is started.",
      headers: z.object({ Location: z.string().describe("The run in the ledger.") }),
      content: { "application/json": { schema: z.object({ data: startedRun }) } },
    },
    ...operatorFailures,
  },
});

const pause = createRoute({
  ...post,
  path: "/pause",
  summary: "Pause the schedule and the running run",
  description:
    "A running run pauses after its current activities, within 60 seconds. If its worker does not respond (503), the schedule is paused nevertheless: try again.",
  request: { query: query({}), body: json(switchRequest) },
  responses: { ...ok("Paused.", z.object({ data: switchedPipeline("paused") })), ...operatorFailures },
});

const resume = createRoute({
  ...post,
  path: "/resume",
  summary: "Resume the schedule and a paused run",
  request: { query: query({}), body: json(switchRequest) },
  responses: { ...ok("Resumed.", z.object({ data: switchedPipeline("running") })), ...operatorFailures },
});

const UNCACHED = { "Cache-Control": "no-store" };

export const operationRoutes = ({ sql, temporal, temporalUi }: Dependencies) => {
  const switchTo = (to: Switch, { note }: z.infer<typeof switchRequest>) =>
    temporal.call((client) => switchPipeline(sql, client, to, note)).catch(refuseWithoutSchedule);
  return createRouter()
    .openapi(start, async (c) => {
      const request = c.req.valid("json");
      const { workflowId, runId } = await temporal.call((client) => startRun(sql, client, request));
      const workflow_url = workflowUrl(temporalUi, workflowId, runId);
      const data = { run_id: runId, workflow_id: workflowId, workflow_url };
      return c.json({ data }, 202, { Location: `/pipeline/runs/${runId}`, ...UNCACHED });
    })
    .openapi(pause, async (c) => {
      const workflows = await switchTo("pause", c.req.valid("json"));
      return c.json({ data: { schedule: "paused" as const, workflows } }, 200, UNCACHED);
    })
    .openapi(resume, async (c) => {
      const workflows = await switchTo("resume", c.req.valid("json"));
      return c.json({ data: { schedule: "running" as const, workflows } }, 200, UNCACHED);
    });
};

function refuseWithoutSchedule(error: unknown): never {
  if (error instanceof Error && error.name === "ScheduleNotFoundError")
    throw new ProblemError(409, `There is no schedule: create it by ${pipelineCommand()} schedule apply.`);
  throw error;
}
