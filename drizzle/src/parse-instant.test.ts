import { expect, it } from "vitest";
import { parseInstant } from "./parse-instant.ts";

it.each([
  ["2026-11-23 17:00:00.123456+00", "2026-11-23T17:00:00.123Z"],
  ["0001-01-01 00:00:00+00", "0001-01-01T00:00:00.000Z"],
  ["0099-12-31 23:59:59.5+00", "0099-12-31T23:59:59.500Z"],
  ["9999-12-31 23:59:59+00", "9999-12-31T23:59:59.000Z"],
  ["0001-12-31 00:00:00+00 BC", "0000-12-31T00:00:00.000Z"],
  ["0044-03-15 12:00:00+00 BC", "-000043-03-15T12:00:00.000Z"],
  ["4713-01-01 00:00:00+00 BC", "-004712-01-01T00:00:00.000Z"],
  ["12345-01-01 00:00:00+00", "+012345-01-01T00:00:00.000Z"],
])("parses %s", (text, iso) => {
  expect(parseInstant(text).toISOString()).toBe(iso);
});

it.each(["infinity", "-infinity", "294000-01-01 00:00:00+00"])("returns an invalid Date for %s", (text) => {
  expect(JSON.stringify(parseInstant(text))).toBe("null");
});
