import type { WarehouseClient } from "@enrichment-monitor/warehouse";
import { pino } from "pino";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { createChangeFeed } from "./change-feed.ts";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const silentWarehouse = { listen: async () => undefined } as unknown as WarehouseClient;

it("sends a heartbeat every 15 seconds, also while the warehouse is unreachable", async () => {
  const read = vi.fn<() => Promise<string>>().mockResolvedValueOnce("present");
  const feed = createChangeFeed({ sql: silentWarehouse, logger: pino({ level: "silent" }), read });
  const states = await feed.follow(new AbortController().signal);
  expect((await states.next()).value).toBe("present");

  read.mockRejectedValueOnce(new Error("no connection"));
  const sign = states.next();
  const silence = vi.advanceTimersByTimeAsync(14_000);
  expect(await Promise.race([sign.then(() => "sign"), silence.then(() => "silence")])).toBe("silence");
  await vi.advanceTimersByTimeAsync(1_000);
  expect((await sign).value).toBe("present");

  read.mockResolvedValueOnce("later");
  const later = states.next();
  await vi.advanceTimersByTimeAsync(15_000);
  expect((await later).value).toBe("later");
  feed.close();
});

it("reads at most four times a second during a burst of changes, and once after it", async () => {
  let notify: () => unknown = () => undefined;
  let version = 0;
  const listen = async (_: string, onNotify: () => unknown) => {
    notify = onNotify;
  };
  const read = vi.fn(async () => version);
  const sql = { listen } as unknown as WarehouseClient;
  const feed = createChangeFeed({ sql, logger: pino({ level: "silent" }), read });
  const states = await feed.follow(new AbortController().signal);
  await states.next();

  for (version = 1; version < 100; version++) {
    notify();
    await vi.advanceTimersByTimeAsync(10);
  }
  version = 100;
  notify();
  await vi.advanceTimersByTimeAsync(250);
  expect(read.mock.calls.length).toBeLessThan(8);
  expect((await states.next()).value).toBe(100);
  feed.close();
});
