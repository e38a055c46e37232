import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { describe, expect, onTestFinished, test, vi } from "vitest";

// Programs start slowly on a busy machine.
vi.setConfig({ testTimeout: 30_000 });

const MODULE = JSON.stringify(new URL("./launcher.ts", import.meta.url).href);
const WATCHER = `
  import { watchLauncher } from ${MODULE};
  await watchLauncher(() => { console.log("gone"); process.exit(); });
  console.log("watching");
  setTimeout(() => { console.log("still here"); process.exit(); }, 1_500);`;

/**
 * Starts the watcher under a shell with the name `argv0`, kills the shell, and returns the next line of the watcher.
 */
async function killLauncher(argv0: string): Promise<string> {
  // The `:` keeps the shell from becoming the watcher itself.
  const command = `"$NODE" --input-type=module --eval "$WATCHER"; :`;
  const launcher = spawn("sh", ["-c", command], {
    argv0,
    env: { NODE: process.execPath, WATCHER },
    stdio: ["ignore", "pipe", "inherit"],
    detached: true,
  });
  onTestFinished(() => {
    launcher.stdout.destroy();
  });
  const lines = createInterface(launcher.stdout);
  const [first] = await once(lines, "line");
  expect(first).toBe("watching");
  const next = once(lines, "line");
  launcher.kill("SIGKILL");
  const [second] = await next;
  return second;
}

describe.runIf(process.platform === "linux")("watchLauncher", () => {
  test("reports the end of the package manager that launched this process", async () => {
    expect(await killLauncher("pnpm")).toBe("gone");
  });

  test("ignores the end of a shell, as with nohup", async () => {
    expect(await killLauncher("sh")).toBe("still here");
  });
});
