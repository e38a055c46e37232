import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { retryDelayMs } from "./retry-after.ts";

const now = new Date("2026-01-05T12:00:00Z");

describe("retryDelayMs", () => {
  test.each([
    ["7", 7_000],
    [" 7 ", 7_000],
    ["2.5", 2_500],
    ["30.5", 30_500],
    ["120;", 120_000],
    ["120, 120", 120_000],
    ["30s", 30_000],
    ["30 seconds", 30_000],
    ["Mon, 05 Jan 2026 12:00:30 GMT", 30_000],
    ["Monday, 05-Jan-26 12:00:30 GMT", 30_000],
    ["Mon Jan  5 12:00:30 2026", 30_000],
    ["0", 0],
    ["31536000", 300_000],
    ["9".repeat(400), 300_000],
    ["Mon, 05 Jan 2026 11:00:00 GMT", undefined],
    ["2026-01-05T12:00:30Z", undefined],
    ["5m", undefined],
    ["-1", undefined],
    ["soon", undefined],
    ["", undefined],
    [null, undefined],
  ])("Retry-After %j waits %s ms", (header, expected) => {
    expect(retryDelayMs(header, now, 300_000)).toBe(expected);
  });

  test("stays within its bounds whatever the source sends", () => {
    const header = fc.oneof(
      fc.string(),
      fc.integer().map(String),
      fc.double().map(String),
      fc.constant(null),
    );
    fc.assert(
      fc.property(header, (sent) => {
        const delay = retryDelayMs(sent, now, 60_000) ?? 0;
        expect(delay).toBeGreaterThanOrEqual(0);
        expect(delay).toBeLessThanOrEqual(60_000);
      }),
    );
  });
});
