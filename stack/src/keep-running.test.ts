import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { keepRunning, type RestartPolicy, type ServiceWatch } from "./keep-running.ts";
import type { ProcessExit } from "./process-exit.ts";
import type { Service } from "./service.ts";

const KILLED: ProcessExit = { code: null, signal: "SIGKILL" };
const POLICY: RestartPolicy = { firstDelayMs: 100, longestDelayMs: 400, stableMs: 60_000 };

let stopping: AbortController;
let lines: string[];

beforeEach(() => {
  stopping = new AbortController();
  lines = [];
});
afterEach(() => stopping.abort());

/** A service without a process. `exit` ends it; `start` is called at each restart. */
function createService(start: () => Promise<void> = async () => undefined) {
  let exited = Promise.withResolvers<ProcessExit>();
  const restart = vi.fn(async () => {
    await start();
    exited = Promise.withResolvers();
  });
  const service: Service = {
    name: "web",
    logFile: "/no/such/log",
    pid: 1,
    get exited() {
      return exited.promise;
    },
    kill: () => undefined,
    restart,
  };
  return { service, restart, exit: () => exited.resolve(KILLED) };
}

function keep(service: Service, policy = POLICY): ServiceWatch {
  return keepRunning([service], { signal: stopping.signal, report: (line) => void lines.push(line), policy });
}

const untilLines = (count: number) =>
  vi.waitFor(() => expect(lines).toHaveLength(count), { timeout: 5_000, interval: 5 });

const delays = () => lines.flatMap((line) => /restarting in (.+)\.$/.exec(line)?.[1] ?? []);

describe("keepRunning", () => {
  test("reports each exit and restart; the delay grows while a service keeps failing", async () => {
    const { service, exit } = createService();
    keep(service);
    for (let exits = 1; exits <= 4; exits++) {
      exit();
      await untilLines(2 * exits);
    }
    expect(delays()).toEqual(["0.1 s", "0.2 s", "0.4 s", "0.4 s"]);
    expect(lines[0]).toBe("web ended with signal SIGKILL: restarting in 0.1 s.");
    expect(lines[1]).toMatch(/^web is running again after 0\.\d s\.$/);
  });

  test("resets the delay after a stable period", async () => {
    const { service, exit } = createService();
    keep(service, { ...POLICY, stableMs: 0 });
    for (let exits = 1; exits <= 3; exits++) {
      exit();
      await untilLines(2 * exits);
    }
    expect(delays()).toEqual(["0.1 s", "0.1 s", "0.1 s"]);
  });

  test("reports the reason of a failed start once, and retries", async () => {
    const reasons = ["Port 1 is taken.", "Port 1 is taken.", "The disk is full."];
    const { service, restart, exit } = createService(async () => {
      const reason = reasons.shift();
      if (reason) throw new Error(reason);
    });
    keep(service, { ...POLICY, firstDelayMs: 1, longestDelayMs: 100 });
    exit();
    await untilLines(4);
    expect(restart).toHaveBeenCalledTimes(4);
    expect(lines.slice(1, 3)).toEqual([
      "web cannot start: Port 1 is taken. Retrying, at least every 0.1 s.",
      "web cannot start: The disk is full. Retrying, at least every 0.1 s.",
    ]);
  });

  test("stops at once, also during a delay, and starts nothing afterwards", async () => {
    const { service, restart, exit } = createService();
    const watch = keep(service, { ...POLICY, firstDelayMs: 3_600_000 });
    const work = vi.fn().mockRejectedValue(new Error("no answer"));
    exit();
    await untilLines(1);
    stopping.abort();
    await expect(watch.repeatAfterRestarts(work)).rejects.toThrow("no answer");
    expect(restart).not.toHaveBeenCalled();
    expect(lines).toHaveLength(1);
  });
});

describe("repeatAfterRestarts", () => {
  test("repeats work that failed while a service was down", async () => {
    const { service, restart, exit } = createService();
    const work = vi.fn(async () => {
      if (restart.mock.calls.length > 0) return "done";
      exit();
      await untilLines(1);
      throw new Error("no answer");
    });
    expect(await keep(service).repeatAfterRestarts(work)).toBe("done");
    expect(work).toHaveBeenCalledTimes(2);
  });

  test("does not repeat work that failed for another reason", async () => {
    const work = vi.fn().mockRejectedValue(new Error("wrong usage"));
    await expect(keep(createService().service).repeatAfterRestarts(work)).rejects.toThrow("wrong usage");
    expect(work).toHaveBeenCalledTimes(1);
  });
});
