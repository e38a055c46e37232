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
 * Starts the watcher under a shell that goes by the name `argv0`, kills that shell, and returns what the watcher says
 * next.
 */
async function outlive(argv0: string): Promise<string> {
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
  test("tells when the package manager that launched us is gone", async () => {
    expect(await outlive("pnpm")).toBe("gone");
  });

  test("an ended shell, as under nohup, does not stop the stack", async () => {
    expect(await outlive("sh")).toBe("still here");
  });
});
