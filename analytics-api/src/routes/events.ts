import { createRoute, z } from "@hono/zod-openapi";
import { streamSSE } from "hono/streaming";
import type { Dependencies } from "../dependencies.ts";
import { eventsSince, type Position, resumeFrom } from "../events/events-since.ts";
import { REPLAYED_RUNS } from "../events/pipeline-state.ts";
import { ProblemError } from "../http/problem.ts";
import { failures } from "../http/responses.ts";
import { createRouter } from "../http/router.ts";
import { streamEvent } from "../schemas/event.ts";
import { query } from "../schemas/query.ts";

const route = createRoute({
  method: "get",
  path: "/events",
  tags: ["events"],
  summary: "Changes as server-sent events",
  description: `\`data\`: gold has changed. \`run.started\`, \`run.progressed\`, \`run.finished\`: a run and its progress. The stream begins with the current \`data\` and, if a run is open, its state.

A client that reconnects with \`Last-Event-ID\`, as \`EventSource\` does, receives each run that it missed of the last ${REPLAYED_RUNS}, and only the newest state of what changed more than once. Without events, a comment is sent every 15 seconds.`,
  request: {
    headers: z.object({
      "last-event-id": z.string().optional().openapi({
        description: "The `id` of the last event received; any other text is ignored.",
        example: "93.412.14",
      }),
    }),
    query: query({}),
  },
  responses: {
    200: {
      description:
        "An endless stream. Each event has the lines `event`, `id` and `data`, followed by an empty line; `data` is JSON in one line.",
      content: { "text/event-stream": { schema: streamEvent } },
    },
    ...failures,
  },
});

export function eventsRoutes({ changes, maxEventStreams }: Dependencies) {
  let open = 0;
  return createRouter().openapi(route, async (c) => {
    if (c.req.method === "HEAD") return c.body(null, 200, { "Content-Type": "text/event-stream" });
    const aborted = new AbortController();
    const states = await changes.follow(aborted.signal);
    if (open >= maxEventStreams)
      throw new ProblemError(
        503,
        `All ${maxEventStreams} event streams are in use: try again later, or raise MAX_EVENT_STREAMS.`,
      );
    open += 1;
    // Some proxies would buffer the events otherwise.
    c.header("X-Accel-Buffering", "no");
    return streamSSE(c, async (stream) => {
      stream.onAbort(() => aborted.abort());
      let position: Position | undefined;
      try {
        for await (const state of states) {
          position ??= resumeFrom(c.req.valid("header")["last-event-id"], state);
          const { events, position: next } = eventsSince(position, state);
          position = next;
          if (events.length === 0) await stream.write(": heartbeat\n\n");
          for (const { event, id, data } of events)
            await stream.writeSSE({ event, id, data: JSON.stringify(data) });
        }
      } finally {
        open -= 1;
      }
    });
  });
}
