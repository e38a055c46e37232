import type { Worker } from "@temporalio/worker";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { runToEnd } from "./run-to-end.ts";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

type State = ReturnType<Worker["getState"]>;

const never = () => new Promise<void>(() => undefined);

test("ends as `run` ends", async () => {
  await runToEnd({ run: async () => undefined, getState: () => "STOPPED" });
  const refused = new Error("refused");
  await expect(runToEnd({ run: () => Promise.reject(refused), getState: () => "FAILED" })).rejects.toBe(
    refused,
  );
});

test("a worker that failed ends, although its `run` never does", async () => {
  let state: State = "RUNNING";
  const ended = runToEnd({ run: never, getState: () => state });
  const told = vi.fn();
  ended.catch(told);
  await vi.advanceTimersByTimeAsync(60_000);
  expect(told).not.toHaveBeenCalled();
  state = "FAILED";
  await vi.advanceTimersByTimeAsync(6_000);
  await expect(ended).rejects.toThrow("The worker failed");
});
