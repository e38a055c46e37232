import { describe, expect, it } from "vitest";
import { setAsideUntil } from "./set-aside-until.ts";

const NOW = Date.parse("2026-11-27T23:30:00Z");

describe("setAsideUntil", () => {
  it.each([
    ["4h", "", "America/Sao_Paulo", "2026-11-28T03:30:00.000Z"],
    ["tomorrow", "", "America/Sao_Paulo", "2026-11-28T12:00:00.000Z"],
    ["tomorrow", "", "UTC", "2026-11-28T09:00:00.000Z"],
    ["tomorrow", "", "America/Noronha", "2026-11-28T11:00:00.000Z"],
    ["7d", "", "UTC", "2026-12-04T23:30:00.000Z"],
    ["other", "2026-11-28T08:00", "America/Manaus", "2026-11-28T12:00:00.000Z"],
    ["other", "2026-11-27T23:30", "UTC", undefined],
    ["other", "2028-01-01T00:00", "UTC", undefined],
    ["other", "", "UTC", undefined],
  ] as const)("of %s %s in %s is %s", (choice, entered, zone, until) => {
    expect(setAsideUntil(choice, entered, zone, NOW)).toBe(until);
  });
});
