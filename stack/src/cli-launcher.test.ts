import { spawnSync } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";

// Programs start slowly on a busy machine.
vi.setConfig({ testTimeout: 30_000 });

const MODULE = JSON.stringify(new URL("./cli-launcher.ts", import.meta.url).href);

let dataDir: string;

beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), "cli-launcher-"));
});
afterEach(() => rm(dataDir, { recursive: true }));

/** Launches a program of its own, and returns how that ended and what it said. */
function launch(script: string, environment: NodeJS.ProcessEnv = {}) {
  const launcher = `
    import { launchCli } from ${MODULE};
    await launchCli(process.execPath, ["--eval", ${JSON.stringify(script)}]);`;
  return spawnSync(process.execPath, ["--input-type=module", "--eval", launcher], {
    env: { ENRICHMENT_MONITOR_DATA_DIR: dataDir, ...environment },
    encoding: "utf8",
  });
}

const TELL = "console.log(process.env.DATABASE_URL, process.env.TEMPORAL_ADDRESS)";

test("a command line works on the running stack, and what the environment says goes before", async () => {
  await writeFile(
    join(dataDir, "stack.env.json"),
    JSON.stringify({ DATABASE_URL: "postgres://stack", TEMPORAL_ADDRESS: "127.0.0.1:1" }),
  );
  const { stdout } = launch(TELL, { TEMPORAL_ADDRESS: "mine:7233" });
  expect(stdout).toBe("postgres://stack mine:7233\n");
});

test("without a running stack the environment is all there is", () => {
  expect(launch(TELL, { DATABASE_URL: "postgres://mine" }).stdout).toBe("postgres://mine undefined\n");
});

test("ends as the command line ends", () => {
  expect(launch("process.exit(3)").status).toBe(3);
  expect(launch("process.kill(process.pid, 'SIGTERM'); setInterval(() => {}, 1000)").status).toBe(143);
});
