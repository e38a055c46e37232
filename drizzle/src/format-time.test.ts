import { expect, it } from "vitest";
import { formatTime } from "./format-time.ts";

it.each([
  ["2026-11-23T17:00:00Z", "2026-11-23 14:00:00 UTC-3"],
  ["2026-01-01T02:59:59.999Z", "2025-12-31 23:59:59 UTC-3"],
  ["2018-12-01T12:00:00Z", "2018-12-01 10:00:00 UTC-2"],
])("shows %s in the team's zone", (iso, text) => {
  expect(formatTime(new Date(iso))).toBe(text);
});
