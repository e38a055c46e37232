import { createRoute, z } from "@hono/zod-openapi";
import { switchPipeline } from "../control/switch-pipeline.ts";
import { json, operatorOnly } from "../http/operator.ts";
import { ok, operatorFailures } from "../http/responses.ts";
import { createRouter } from "../http/router.ts";
import { switchedPipeline, switchRequest } from "../schemas/control.ts";
import { query } from "../schemas/query.ts";
import type { OperationDependencies } from "./start-run.ts";

const pause = createRoute({
  method: "post",
  path: "/pause",
  tags: ["operation"],
  ...operatorOnly,
  summary: "Hold the schedule and the run at work",
  description:
    "A run at work is held after its present activities, 60 seconds at the latest. Should its worker not answer (503), the schedule is held all the same: ask again.",
  request: { query: query({}), body: json(switchRequest) },
  responses: { ...ok("They are held.", z.object({ data: switchedPipeline("paused") })), ...operatorFailures },
});

const resume = createRoute({
  method: "post",
  path: "/resume",
  tags: ["operation"],
  ...operatorOnly,
  summary: "Let the schedule and a held run go on",
  request: { query: query({}), body: json(switchRequest) },
  responses: { ...ok("They go on.", z.object({ data: switchedPipeline("running") })), ...operatorFailures },
});

export const switchPipelineRoutes = ({ sql, temporal }: Omit<OperationDependencies, "temporalUi">) => {
  const switchTo = (to: "pause" | "resume", note: string) =>
    temporal.ask((client) => switchPipeline(sql, client, to, note));
  return createRouter()
    .openapi(pause, async (c) => {
      const workflows = await switchTo("pause", c.req.valid("json").note);
      return c.json({ data: { schedule: "paused" as const, workflows } }, 200, {
        "Cache-Control": "no-store",
      });
    })
    .openapi(resume, async (c) => {
      const workflows = await switchTo("resume", c.req.valid("json").note);
      return c.json({ data: { schedule: "running" as const, workflows } }, 200, {
        "Cache-Control": "no-store",
      });
    });
};
