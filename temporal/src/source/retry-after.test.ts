import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { retryDelayMs } from "./retry-after.ts";

const now = new Date("2026-01-05T12:00:00Z");

describe("retryDelayMs", () => {
  test.each([
    ["7", 7_000],
    [" 7 ", 7_000],
    ["Mon, 05 Jan 2026 12:00:30 GMT", 30_000],
    ["Mon, 05 Jan 2026 11:00:00 GMT", 500],
    ["0", 500],
    ["31536000", 60_000],
    [null, 2_000],
    ["soon", 2_000],
    ["", 2_000],
  ])("Retry-After %j waits %d ms", (header, expected) => {
    expect(retryDelayMs(header, now, 60_000, 0)).toBe(expected);
  });

  test("stays within its bounds whatever the source sends", () => {
    fc.assert(
      fc.property(
        fc.option(fc.string()),
        fc.double({ min: 0, max: 0.999, noNaN: true }),
        (header, random) => {
          const delay = retryDelayMs(header, now, 60_000, random);
          expect(delay).toBeGreaterThanOrEqual(500);
          expect(delay).toBeLessThanOrEqual(75_000);
        },
      ),
    );
  });

  test("spreads the same answer over a quarter of its length", () => {
    expect(retryDelayMs("8", now, 60_000, 0.5)).toBe(9_000);
  });
});
