import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:net";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";
import { createWarehouseDatabase } from "@enrichment-monitor/warehouse/testing";
import { describe, expect, inject, it, onTestFinished, vi } from "vitest";

const start = (environment: Record<string, string>): ChildProcess =>
  fork(fileURLToPath(new URL("./server.ts", import.meta.url)), {
    env: { PATH: process.env.PATH, ...environment },
    stdio: ["ignore", "ignore", "pipe", "ipc"],
  });

async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  server.close();
  return typeof address === "object" && address ? address.port : 0;
}

describe("server.ts", () => {
  it.each([
    ["SIGTERM", (server: ChildProcess) => server.kill("SIGTERM")],
    ["SIGINT", (server: ChildProcess) => server.kill("SIGINT")],
    ["disconnection of its parent", (server: ChildProcess) => server.disconnect()],
  ])("serves, and stops cleanly on %s", async (_, stop) => {
    await using warehouse = await createWarehouseDatabase(inject("postgresUrl"));
    const port = await freePort();
    const server = start({ DATABASE_URL: warehouse.url, ANALYTICS_API_PORT: String(port) });
    await vi.waitFor(
      async () => expect((await fetch(`http://127.0.0.1:${port}/health/ready`)).status).toBe(200),
      { timeout: 15_000 },
    );
    stop(server);
    expect(await once(server, "exit")).toEqual([0, null]);
  });

  it("exits with all problems of an invalid environment", async () => {
    const server = start({ ANALYTICS_API_PORT: "0" });
    const exit = once(server, "exit");
    const message = server.stderr ? await text(server.stderr) : "";
    expect(message).toContain("DATABASE_URL is missing");
    expect(message).toContain('ANALYTICS_API_PORT is "0"');
    expect((await exit)[0]).toBe(2);
  });

  it.each(["ANALYTICS_API_PORT", "ANALYTICS_API_METRICS_PORT"])("exits when %s is taken", async (taken) => {
    const other = createServer().listen(0, "127.0.0.1");
    await once(other, "listening");
    onTestFinished(() => void other.close());
    const address = other.address();
    const ports = { ANALYTICS_API_PORT: await freePort(), ANALYTICS_API_METRICS_PORT: await freePort() };
    const server = start({
      DATABASE_URL: inject("postgresUrl"),
      ...Object.fromEntries(Object.entries(ports).map(([name, port]) => [name, String(port)])),
      [taken]: String(typeof address === "object" && address ? address.port : 0),
    });
    onTestFinished(() => void server.kill("SIGKILL"));
    const exit = once(server, "exit");
    expect(server.stderr && (await text(server.stderr))).toContain(taken);
    expect(await exit).toEqual([2, null]);
  });
});
