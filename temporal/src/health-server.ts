import { once } from "node:events";
import { createServer, type Server } from "node:http";
import type { Worker } from "@temporalio/worker";

/**
 * Serves GET /health: 200 while the worker polls, 503 otherwise.
 * @throws when it cannot listen there, with the variables that say where
 */
export async function startHealthServer(
  worker: Pick<Worker, "getState">,
  host: string,
  port: number,
): Promise<Server> {
  const server = createServer((_request, response) => {
    const state = worker.getState();
    response.writeHead(state === "RUNNING" ? 200 : 503, { "content-type": "application/json" });
    response.end(JSON.stringify({ state }));
  });
  try {
    await once(server.listen(port, host), "listening");
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new Error(
      `Cannot listen on WORKER_HEALTH_HOST ${host} and WORKER_HEALTH_PORT ${port} (${reason}): change them, or stop the process that listens there.`,
      { cause },
    );
  }
  return server;
}
