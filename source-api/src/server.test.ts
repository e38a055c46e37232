import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:net";
import { fileURLToPath } from "node:url";
import { expect, it, onTestFinished, vi } from "vitest";

// A process of its own takes a second to start, and several on a busy machine.
vi.setConfig({ testTimeout: 20_000 });

const KEYS = { SOURCE_API_KEY: "k".repeat(16), SOURCE_API_ADMIN_KEY: "a".repeat(16) };

/** Runs the server as a process of its own; `output` collects what it prints. */
function run(environment: Record<string, string>): { child: ChildProcess; output: () => string } {
  const child = spawn(process.execPath, [fileURLToPath(new URL("server.ts", import.meta.url))], {
    env: { PATH: process.env.PATH, ...environment },
    stdio: ["ignore", "pipe", "pipe", "ipc"],
  });
  onTestFinished(() => {
    child.kill("SIGKILL");
  });
  let text = "";
  for (const stream of [child.stdout, child.stderr])
    stream?.on("data", (chunk) => {
      text += chunk;
    });
  return { child, output: () => text };
}

async function runUntilListening() {
  const { child, output } = run({ ...KEYS, SOURCE_API_PORT: "0", SOURCE_RECORDS: "100" });
  await expect.poll(output, { timeout: 15_000 }).toContain("is listening");
  const url = /"url":"([^"]+)"/.exec(output())?.[1];
  return { child, url };
}

it.each(["SIGTERM", "SIGINT"] as const)("serves until %s, then ends well", async (signal) => {
  const { child, url } = await runUntilListening();
  expect((await fetch(`${url}/health`)).status).toBe(200);
  child.kill(signal);
  expect(await once(child, "exit")).toEqual([0, null]);
});

it("ends when its parent is gone", async () => {
  const { child } = await runUntilListening();
  child.disconnect();
  expect(await once(child, "exit")).toEqual([0, null]);
});

it("says in plain words why it does not start", async () => {
  const { child, output } = run({});
  expect(await once(child, "close")).toEqual([1, null]);
  expect(output()).toBe(`The source API cannot start with this environment:
  SOURCE_API_KEY is not set: it must be set, to at least 16 characters.
  SOURCE_API_ADMIN_KEY is not set: it must be set, to at least 16 characters.
`);
});

it("says what to do about a port that is taken", async () => {
  const other = createServer().listen(0, "127.0.0.1");
  onTestFinished(() => {
    other.close();
  });
  await once(other, "listening");
  const address = other.address();
  const port = typeof address === "object" && address !== null ? address.port : 0;
  const { child, output } = run({ ...KEYS, SOURCE_API_PORT: String(port), SOURCE_RECORDS: "100" });
  expect(await once(child, "close")).toEqual([1, null]);
  expect(output()).toContain(`free 127.0.0.1:${port}, or set SOURCE_API_HOST or SOURCE_API_PORT to another.`);
});
