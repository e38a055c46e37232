import { spawnSync } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, onTestFinished, test, vi } from "vitest";
import type { RequiredServer } from "./explain-unreachable.ts";
import { closeServer, findFreePort, listenOn } from "./free-port.ts";
import { identifyProcess } from "./process-identity.ts";

// Programs start slowly on a busy machine.
vi.setConfig({ testTimeout: 30_000 });

const MODULE = JSON.stringify(new URL("./cli-launcher.ts", import.meta.url).href);

let dataDir: string;

beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), "cli-launcher-"));
});
afterEach(() => rm(dataDir, { recursive: true }));

/** Launches a Node script through `launchCli`, and returns its exit status and output. */
function launch(script: string, environment: NodeJS.ProcessEnv = {}, required: RequiredServer[] = []) {
  const launcher = `
    import { launchCli } from ${MODULE};
    await launchCli(process.execPath, ["--eval", ${JSON.stringify(script)}], ${JSON.stringify(required)});`;
  return spawnSync(process.execPath, ["--input-type=module", "--eval", launcher], {
    env: { ENRICHMENT_MONITOR_DATA_DIR: dataDir, ...environment },
    encoding: "utf8",
  });
}

const PRINT_ENVIRONMENT = "console.log(process.env.DATABASE_URL, process.env.TEMPORAL_ADDRESS)";

test("a CLI gets the settings of the running stack; the environment takes precedence", async () => {
  await writeFile(
    join(dataDir, "stack.env.json"),
    JSON.stringify({ DATABASE_URL: "postgres://stack", TEMPORAL_ADDRESS: "127.0.0.1:1" }),
  );
  const { stdout } = launch(PRINT_ENVIRONMENT, { TEMPORAL_ADDRESS: "mine:7233" });
  expect(stdout).toBe("postgres://stack mine:7233\n");
});

test("without a running stack, a CLI gets only the environment", () => {
  expect(launch(PRINT_ENVIRONMENT, { DATABASE_URL: "postgres://mine" }).stdout).toBe(
    "postgres://mine undefined\n",
  );
});

test("exits with the exit code of the CLI", () => {
  expect(launch("process.exit(3)").status).toBe(3);
  expect(launch("process.kill(process.pid, 'SIGTERM'); setInterval(() => {}, 1000)").status).toBe(143);
});

describe("a CLI that requires servers of the stack", () => {
  /** Writes the files of a running stack, or of a killed one. */
  async function writeStack(env: Record<string, string> | undefined, running = true): Promise<void> {
    const holder = running ? await identifyProcess(process.pid) : { pid: process.pid, startedAt: "1" };
    if (env) await writeFile(join(dataDir, "stack.env.json"), JSON.stringify(env));
    await writeFile(join(dataDir, "lock.json"), JSON.stringify({ supervisor: holder, reaper: holder }));
  }

  async function openPort(): Promise<number> {
    const port = await findFreePort();
    const server = await listenOn(port);
    onTestFinished(() => closeServer(server));
    return port;
  }

  const required: RequiredServer[] = ["DATABASE_URL", "TEMPORAL_ADDRESS"];

  test("reports that the stack is not running", () => {
    const { status, stdout, stderr } = launch(PRINT_ENVIRONMENT, {}, required);
    expect({ status, stdout, stderr }).toEqual({
      status: 2,
      stdout: "",
      stderr:
        "The stack is not running: start it with `npx pnpm@12 start`, or set DATABASE_URL and TEMPORAL_ADDRESS to an external server.\n",
    });
  });

  test("reports that the stack is still starting", async () => {
    await writeStack(undefined);
    expect(launch(PRINT_ENVIRONMENT, {}, required).stderr).toMatch(/^The stack is still starting: [^\n]+\n$/);
  });

  test.runIf(process.platform === "linux")("ignores the files of a killed stack", async () => {
    await writeStack({ DATABASE_URL: "postgres://127.0.0.1:1/x", TEMPORAL_ADDRESS: "127.0.0.1:1" }, false);
    expect(launch(PRINT_ENVIRONMENT, {}, required).stderr).toMatch(/^The stack is not running: [^\n]+\n$/);
  });

  test("reports which server is restarting, without its password", async () => {
    const port = await findFreePort();
    await writeStack({
      DATABASE_URL: `postgres://postgres:s3cret@127.0.0.1:${port}/x`,
      TEMPORAL_ADDRESS: `127.0.0.1:${await openPort()}`,
    });
    const { status, stderr } = launch(PRINT_ENVIRONMENT, {}, required);
    expect(status).toBe(2);
    expect(stderr).toMatch(
      new RegExp(`^PostgreSQL does not answer at 127\\.0\\.0\\.1:${port}: it is restarting, [^\\n]+\\n$`),
    );
    expect(stderr).not.toContain("s3cret");
    expect(launch(PRINT_ENVIRONMENT, {}, ["TEMPORAL_ADDRESS"]).status).toBe(0);
  });

  test("runs if the servers answer or are external", async () => {
    await writeStack({
      DATABASE_URL: "postgres://db.example.com/x",
      TEMPORAL_ADDRESS: `127.0.0.1:${await openPort()}`,
    });
    expect(launch(PRINT_ENVIRONMENT, {}, required).status).toBe(0);
    expect(
      launch(PRINT_ENVIRONMENT, { DATABASE_URL: "postgres://a", TEMPORAL_ADDRESS: "b:1" }, required).status,
    ).toBe(0);
  });
});
