import { createServer, type Server } from "node:http";
import type { Worker } from "@temporalio/worker";

/** Serves GET /health: 200 while the worker polls, 503 otherwise. */
export function startHealthServer(worker: Worker, host: string, port: number): Promise<Server> {
  const server = createServer((_request, response) => {
    const state = worker.getState();
    response.writeHead(state === "RUNNING" ? 200 : 503, { "content-type": "application/json" });
    response.end(JSON.stringify({ state }));
  });
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, host, () => resolve(server));
  });
}
