import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { createRefresher } from "./refresher.ts";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

it("refreshes at once, then once for all calls within the interval", async () => {
  const refresh = vi.fn(async () => undefined);
  const request = createRefresher(refresh, 2_000);
  request();
  expect(refresh).toHaveBeenCalledTimes(1);
  request();
  request();
  await vi.advanceTimersByTimeAsync(1_900);
  expect(refresh).toHaveBeenCalledTimes(1);
  await vi.advanceTimersByTimeAsync(100);
  expect(refresh).toHaveBeenCalledTimes(2);
  await vi.advanceTimersByTimeAsync(10_000);
  expect(refresh).toHaveBeenCalledTimes(2);
  request();
  expect(refresh).toHaveBeenCalledTimes(3);
});
