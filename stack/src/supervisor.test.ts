import { spawn } from "node:child_process";
import { once } from "node:events";
import { access, mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { waitUntilReady } from "./ready.ts";
import { createSupervisor, type ProcessSpec, type Supervisor } from "./supervisor.ts";
import { isAlive } from "./terminate.ts";

// Programs start slowly on a busy machine.
vi.setConfig({ testTimeout: 30_000 });

let folder: string;
let supervisor: Supervisor;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "supervisor-"));
  supervisor = createSupervisor();
});
afterEach(async () => {
  await supervisor.close();
  await rm(folder, { recursive: true });
});

const node = (name: string, script: string, more: Partial<ProcessSpec> = {}): ProcessSpec => ({
  name,
  command: process.execPath,
  args: ["--eval", script],
  env: {},
  cwd: folder,
  logFile: join(folder, `${name}.log`),
  ...more,
});

const FOREVER = "setInterval(() => {}, 1000); console.log('up');";

const isUp = (name: string) => async () =>
  (await readFile(join(folder, `${name}.log`), "utf8")).includes("up");

async function startForever(name: string, script = FOREVER, more: Partial<ProcessSpec> = {}) {
  await rm(join(folder, `${name}.log`), { force: true });
  const started = await supervisor.spawn(node(name, script, more));
  await waitUntilReady(started, isUp(name), 10_000);
  return started;
}

describe("spawn", () => {
  test("writes the output to the log, and passes only the given environment", async () => {
    const { exited } = await supervisor.spawn(
      node("printer", "console.log(JSON.stringify(process.env)); console.error('oops')", { env: { A: "1" } }),
    );
    expect(await exited).toEqual({ code: 0, signal: null });
    expect((await readFile(join(folder, "printer.log"), "utf8")).split("\n").sort()).toEqual([
      "",
      "oops",
      '{"A":"1"}',
    ]);
  });

  test("reports a program that does not exist", async () => {
    await expect(supervisor.spawn(node("ghost", "", { command: "/no/such/program" }))).rejects.toThrow(
      "ghost cannot be started from /no/such/program",
    );
  });

  test("kills a program that ignores its signal after the time-out, with its children", async () => {
    const parent = `
      process.on("SIGTERM", () => {});
      const child = require("node:child_process").spawn(process.execPath, ["--eval", "setInterval(() => {}, 1000)"]);
      console.log("up " + child.pid); setInterval(() => {}, 1000);`;
    const stubborn = await startForever("stubborn", parent, {
      termination: { signal: "SIGTERM", timeoutMs: 200 },
    });
    const grandchild = Number((await readFile(join(folder, "stubborn.log"), "utf8")).split(" ")[1]);
    await stubborn.stop();
    expect(await stubborn.exited).toEqual({ code: null, signal: "SIGKILL" });
    await vi.waitFor(async () => expect(await isAlive(grandchild)).toBe(false), { timeout: 10_000 });
  });
});

test("kills the process group of a killed program, so that its port is free", async () => {
  const parent = `
    const child = require("node:child_process").spawn(process.execPath, ["--eval", "setInterval(() => {}, 1000)"]);
    console.log("up " + child.pid); setInterval(() => {}, 1000);`;
  const killed = await startForever("killed", parent);
  const grandchild = Number((await readFile(join(folder, "killed.log"), "utf8")).split(" ")[1]);
  killed.kill("SIGKILL");
  await killed.exited;
  await vi.waitFor(async () => expect(await isAlive(grandchild)).toBe(false), { timeout: 10_000 });
});

describe("run", () => {
  test("returns the output, and writes it to the log", async () => {
    expect(await supervisor.run(node("adder", "process.stdout.write(String(1 + 1))"))).toBe("2");
    expect(await readFile(join(folder, "adder.log"), "utf8")).toBe("2");
  });

  test("reports the exit code of a failure, the end of the log and its path", async () => {
    const failing = node("failing", "console.error('the disk is full'); process.exit(3)");
    await expect(supervisor.run(failing)).rejects.toThrow(
      `failing ended with exit code 3. Its log is ${failing.logFile}; the last lines:\n  the disk is full`,
    );
    await expect(supervisor.run({ ...failing, name: "again" }, [0, 3])).resolves.toBe("");
  });
});

describe("waitUntilReady", () => {
  test("fails if the program ends first, even if another one answers", async () => {
    const dying = await supervisor.spawn(node("dying", "process.exit(1)"));
    await dying.exited;
    await expect(waitUntilReady(dying, async () => true, 10_000)).rejects.toThrow(
      "dying ended with exit code 1.",
    );
  });

  test("fails if the program does not become ready", async () => {
    const lazy = await startForever("lazy");
    await expect(waitUntilReady(lazy, async () => false, 100)).rejects.toThrow(
      "lazy was not ready after 0.1 s.",
    );
    expect(await isAlive(lazy.pid)).toBe(false);
  });
});

describe("close", () => {
  test("stops in reverse start order; a restarted program keeps its position", async () => {
    const order = join(folder, "order");
    const startRecording = (name: string) =>
      startForever(
        name,
        `process.on("SIGTERM", () => {
           require("node:fs").appendFileSync(${JSON.stringify(order)}, "${name} ");
           process.exit();
         }); ${FOREVER}`,
      );
    const first = await startRecording("first");
    await startRecording("second");
    await first.stop();
    await startRecording("first");
    await supervisor.close();
    expect(await readFile(order, "utf8")).toBe("first second first ");
  });

  test("prevents further starts", async () => {
    await supervisor.close();
    await expect(supervisor.spawn(node("late", ""))).rejects.toThrow("late is not started");
  });

  test("deletes temporary folders", async () => {
    const temporary = await supervisor.temporaryFolder("temporary-");
    await supervisor.close();
    await expect(access(temporary)).rejects.toThrow("ENOENT");
  });
});

test("the reaper stops the children of a killed process and deletes its temporary folder", async () => {
  const script = `
    import { createSupervisor } from ${JSON.stringify(new URL("./supervisor.ts", import.meta.url).href)};
    const supervisor = createSupervisor();
    const temporary = await supervisor.temporaryFolder("temporary-");
    const { pid } = await supervisor.spawn({
      name: "child", command: process.execPath, args: ["--eval", "setInterval(() => {}, 1000)"],
      env: {}, cwd: temporary, logFile: temporary + "/child.log",
    });
    console.log(JSON.stringify({ pid, temporary }));`;
  const victim = spawn(process.execPath, ["--input-type=module", "--eval", script], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const [line] = await once(createInterface(victim.stdout), "line");
  const { pid, temporary } = JSON.parse(line);
  expect(await isAlive(pid)).toBe(true);
  victim.kill("SIGKILL");
  await vi.waitFor(() => expect(access(temporary)).rejects.toThrow("ENOENT"), { timeout: 10_000 });
  expect(await isAlive(pid)).toBe(false);
});
