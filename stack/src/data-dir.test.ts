import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, onTestFinished, test, vi } from "vitest";
import { emptyDataDir, openDataDir } from "./data-dir.ts";
import { readProcessInfo } from "./process-info.ts";
import { createSupervisor, type Supervisor } from "./supervisor.ts";
import { isAlive } from "./terminate.ts";

// Programs start slowly on a busy machine.
vi.setConfig({ testTimeout: 30_000 });

let folder: string;
let path: string;
let supervisor: Supervisor;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "data-dir-"));
  path = join(folder, "data");
  supervisor = createSupervisor();
});
afterEach(async () => {
  await supervisor.close();
  await rm(folder, { recursive: true });
});

async function writeLock(holder: object): Promise<void> {
  await mkdir(path);
  await writeFile(join(path, ".enrichment-monitor"), "");
  await writeFile(join(path, "lock.json"), JSON.stringify(holder));
}

describe("openDataDir", () => {
  test("refuses a folder that is not a data folder, and does not change it", async () => {
    await mkdir(path);
    await writeFile(join(path, "precious"), "");
    await expect(openDataDir(path, supervisor)).rejects.toThrow(`${path} is not empty and not a data folder`);
    expect(await readdir(path)).toEqual(["precious"]);
  });

  test("refuses a folder in use, and names the process that uses it", async () => {
    await openDataDir(path, supervisor);
    const second = createSupervisor();
    await expect(openDataDir(path, second)).rejects.toThrow(
      `Another start (process ${process.pid}) runs on ${path}: `,
    );
    await second.close();
  });

  test("the folder is free after the supervisor was closed", async () => {
    const first = createSupervisor();
    await openDataDir(path, first);
    await first.close();
    await expect(openDataDir(path, supervisor)).resolves.toMatchObject({ path });
  });

  test.each([
    ["an ended process", { supervisor: { pid: 2 ** 22 + 1 }, reaper: { pid: 2 ** 22 + 2 } }],
    [
      "a process whose id another one has now",
      {
        supervisor: { pid: process.pid, startedAt: "1" },
        reaper: { pid: process.pid, startedAt: "1" },
      },
    ],
  ])("ignores the lock of %s", async (_, holder) => {
    await writeLock(holder);
    await openDataDir(path, supervisor);
    const lock = JSON.parse(await readFile(join(path, "lock.json"), "utf8"));
    expect(lock).toMatchObject({ supervisor: { pid: process.pid }, reaper: { pid: supervisor.reaperPid } });
  });

  test("ignores the lock of a process whose id a process of another user has now", async () => {
    await writeLock({
      supervisor: { pid: process.ppid, startedAt: "1" },
      reaper: { pid: process.ppid, startedAt: "1" },
    });
    const kill = vi.spyOn(process, "kill").mockImplementation(() => {
      throw Object.assign(new Error("kill EPERM"), { code: "EPERM" });
    });
    onTestFinished(() => kill.mockRestore());
    await expect(openDataDir(path, supervisor)).resolves.toMatchObject({ path });
  });

  test("waits until the processes of a killed start have stopped", async () => {
    const reaper = spawn(process.execPath, ["--eval", "setTimeout(() => {}, 500)"]);
    await once(reaper, "spawn");
    const pid = reaper.pid ?? 0;
    const startedAt = (await readProcessInfo(pid))?.startedAt;
    await writeLock({ supervisor: { pid: 2 ** 22 + 1 }, reaper: { pid, startedAt } });
    await openDataDir(path, supervisor);
    expect(await isAlive(pid)).toBe(false);
  });

  test("keeps the logs of the last start only", async () => {
    for (const run of ["first", "second", "third"]) {
      const opened = createSupervisor();
      const data = await openDataDir(path, opened);
      await mkdir(join(path, "logs"));
      await writeFile(data.logFile("worker"), run);
      await opened.close();
    }
    await openDataDir(path, supervisor);
    expect(await readFile(join(path, "logs.previous", "worker.log"), "utf8")).toBe("third");
  });
});

describe("emptyDataDir", () => {
  test("deletes everything except marker and lock, including a linked database", async () => {
    const data = await openDataDir(path, supervisor);
    const elsewhere = join(folder, "elsewhere");
    await mkdir(elsewhere);
    await writeFile(join(elsewhere, "PG_VERSION"), "18");
    await symlink(elsewhere, data.postgres);
    await writeFile(data.secrets, "{}");
    await emptyDataDir(data);
    expect((await readdir(path)).sort()).toEqual([".enrichment-monitor", "lock.json"]);
    expect(await readdir(folder)).toEqual(["data"]);
  });
});
