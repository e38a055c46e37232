import { createRoute, z } from "@hono/zod-openapi";
import { streamSSE } from "hono/streaming";
import type { ChangeFeed } from "../events/change-feed.ts";
import { eventsSince, type Position, resumeFrom } from "../events/events-since.ts";
import { type PipelineState, REMEMBERED_RUNS } from "../events/pipeline-state.ts";
import { ProblemError } from "../http/problem.ts";
import { failures } from "../http/responses.ts";
import { createRouter } from "../http/router.ts";
import { streamEvent } from "../schemas/event.ts";
import { query } from "../schemas/query.ts";

const HEARTBEAT = ": still here\n\n";

const route = createRoute({
  method: "get",
  path: "/events",
  tags: ["events"],
  summary: "What changes, when it changes, as server-sent events",
  description: `\`data\`: gold has changed. \`run.started\`, \`run.progressed\`, \`run.finished\`: what the pipeline is at. The first event is the present \`data\`, and where a run is open, what it is at.

A client that comes back with \`Last-Event-ID\`, as an \`EventSource\` does by itself, is told of each of the last ${REMEMBERED_RUNS} runs that it missed, and of the newest state of what changed more than once. A comment comes every 15 seconds when nothing else does.`,
  request: {
    headers: z.object({
      "last-event-id": z.string().optional().openapi({
        description: "The `id` of the last event that was seen; any other text counts as none.",
        example: "93.412.14",
      }),
    }),
    query: query({}),
  },
  responses: {
    200: {
      description:
        "A stream without end: of each event the lines `event`, `id` and `data`, then an empty one; `data` is JSON in one line.",
      content: { "text/event-stream": { schema: streamEvent } },
    },
    ...failures,
  },
});

export interface EventsDependencies {
  changes: ChangeFeed<PipelineState>;
  /** At once; each costs a connection and some kilobytes. */
  maxEventStreams: number;
}

export function eventsRoutes({ changes, maxEventStreams }: EventsDependencies) {
  let open = 0;
  return createRouter().openapi(route, async (c) => {
    if (c.req.method === "HEAD") return c.body(null, 200, { "Content-Type": "text/event-stream" });
    const gone = new AbortController();
    const states = await changes.follow(gone.signal);
    if (open >= maxEventStreams)
      throw new ProblemError(
        503,
        `All ${maxEventStreams} event streams are taken: try again later, or have MAX_EVENT_STREAMS raised.`,
      );
    open += 1;
    // Told to proxies that would hold events back to send them together.
    c.header("X-Accel-Buffering", "no");
    return streamSSE(c, async (stream) => {
      stream.onAbort(() => gone.abort());
      let position: Position | undefined;
      try {
        for await (const state of states) {
          const told = eventsSince(
            position ?? resumeFrom(c.req.valid("header")["last-event-id"], state),
            state,
          );
          position = told.position;
          if (told.events.length === 0) await stream.write(HEARTBEAT);
          for (const { event, id, data } of told.events)
            await stream.writeSSE({ event, id, data: JSON.stringify(data) });
        }
      } finally {
        open -= 1;
      }
    });
  });
}
