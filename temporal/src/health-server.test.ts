import { once } from "node:events";
import type { Server } from "node:http";
import type { AddressInfo } from "node:net";
import type { Worker } from "@temporalio/worker";
import { expect, onTestFinished, test } from "vitest";
import { startHealthServer } from "./health-server.ts";

type State = ReturnType<Worker["getState"]>;

async function startWith(getState: () => State): Promise<{ server: Server; port: number }> {
  const server = await startHealthServer({ getState }, "127.0.0.1", 0);
  onTestFinished(() => void server.close());
  return { server, port: (server.address() as AddressInfo).port };
}

test("only a worker that polls is healthy", async () => {
  let state: State = "INITIALIZED";
  const { port } = await startWith(() => state);
  const ask = async () => {
    const response = await fetch(`http://127.0.0.1:${port}/health`);
    return [response.status, await response.json()];
  };
  state = "RUNNING";
  expect(await ask()).toEqual([200, { state }]);
  for (state of ["INITIALIZED", "STOPPING", "DRAINING", "DRAINED", "STOPPED", "FAILED"] as const)
    expect(await ask()).toEqual([503, { state }]);
});

test("a port that is taken is named with its variable", async () => {
  const { server, port } = await startWith(() => "RUNNING");
  await expect(startHealthServer({ getState: () => "RUNNING" }, "127.0.0.1", port)).rejects.toThrow(
    new RegExp(`^Cannot listen on WORKER_HEALTH_HOST 127\\.0\\.0\\.1 and WORKER_HEALTH_PORT ${port} \\(`),
  );
  await once(server.close(), "close");
});
