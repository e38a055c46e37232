import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { keepRunning, type RestartPolicy, type ServiceWatch } from "./keep-running.ts";
import type { ProcessExit } from "./process-exit.ts";
import type { Service } from "./service.ts";

const KILLED: ProcessExit = { code: null, signal: "SIGKILL" };
const POLICY: RestartPolicy = { firstDelayMs: 100, longestDelayMs: 400, stableMs: 60_000 };

let ending: AbortController;
let lines: string[];

beforeEach(() => {
  ending = new AbortController();
  lines = [];
});
afterEach(() => ending.abort());

/** A service without a process, which dies when told to and starts again as `start` says. */
function createService(start: () => Promise<void> = async () => undefined) {
  let exited = Promise.withResolvers<ProcessExit>();
  const restart = vi.fn(async () => {
    await start();
    exited = Promise.withResolvers();
  });
  const service: Service = {
    name: "part",
    logFile: "/no/such/log",
    pid: 1,
    get exited() {
      return exited.promise;
    },
    kill: () => undefined,
    restart,
  };
  return { service, restart, die: () => exited.resolve(KILLED) };
}

function keep(service: Service, policy = POLICY): ServiceWatch {
  return keepRunning([service], { signal: ending.signal, tell: (line) => void lines.push(line), policy });
}

const untilLines = (count: number) =>
  vi.waitFor(() => expect(lines).toHaveLength(count), { timeout: 5_000, interval: 5 });

const delays = () => lines.flatMap((line) => /restarting in (.+)\.$/.exec(line)?.[1] ?? []);

describe("keepRunning", () => {
  test("reports each exit and restart; the wait grows while a service keeps failing", async () => {
    const { service, die } = createService();
    keep(service);
    for (let death = 1; death <= 4; death++) {
      die();
      await untilLines(2 * death);
    }
    expect(delays()).toEqual(["0.1 s", "0.2 s", "0.4 s", "0.4 s"]);
    expect(lines[0]).toBe("part ended with signal SIGKILL: restarting in 0.1 s.");
    expect(lines[1]).toMatch(/^part is running again after 0\.\d s\.$/);
  });

  test("the wait is reset after a stable period", async () => {
    const { service, die } = createService();
    keep(service, { ...POLICY, stableMs: 0 });
    for (let death = 1; death <= 3; death++) {
      die();
      await untilLines(2 * death);
    }
    expect(delays()).toEqual(["0.1 s", "0.1 s", "0.1 s"]);
  });

  test("the reason for a failed start is printed once, and the start is retried", async () => {
    const reasons = ["Port 1 is taken.", "Port 1 is taken.", "The disk is full."];
    const { service, restart, die } = createService(async () => {
      const reason = reasons.shift();
      if (reason) throw new Error(reason);
    });
    keep(service, { ...POLICY, firstDelayMs: 1, longestDelayMs: 100 });
    die();
    await untilLines(4);
    expect(restart).toHaveBeenCalledTimes(4);
    expect(lines.slice(1, 3)).toEqual([
      "part cannot start: Port 1 is taken. Retrying, at least every 0.1 s.",
      "part cannot start: The disk is full. Retrying, at least every 0.1 s.",
    ]);
  });

  test("the end comes at once, also while it waits, and nothing is started after it", async () => {
    const { service, restart, die } = createService();
    const watch = keep(service, { ...POLICY, firstDelayMs: 3_600_000 });
    const work = vi.fn().mockRejectedValue(new Error("no answer"));
    die();
    await untilLines(1);
    ending.abort();
    await expect(watch.repeatAfterRestarts(work)).rejects.toThrow("no answer");
    expect(restart).not.toHaveBeenCalled();
    expect(lines).toHaveLength(1);
  });
});

describe("repeatAfterRestarts", () => {
  test("what failed while a service was away is done again when it is back", async () => {
    const { service, restart, die } = createService();
    const work = vi.fn(async () => {
      if (restart.mock.calls.length > 0) return "done";
      die();
      await untilLines(1);
      throw new Error("no answer");
    });
    expect(await keep(service).repeatAfterRestarts(work)).toBe("done");
    expect(work).toHaveBeenCalledTimes(2);
  });

  test("what fails for another reason is not", async () => {
    const work = vi.fn().mockRejectedValue(new Error("wrong usage"));
    await expect(keep(createService().service).repeatAfterRestarts(work)).rejects.toThrow("wrong usage");
    expect(work).toHaveBeenCalledTimes(1);
  });
});
