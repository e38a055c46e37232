import { expect, test } from "vitest";
import { requestedWindow } from "./requested-window.ts";

const JUNE = "2026-06-01T00:00:00.000Z";
const JULY = "2026-07-01T00:00:00.000Z";

test("a span, or one that is open at an end", () => {
  expect(requestedWindow({ from: JUNE, to: JULY })).toEqual({ from: JUNE, to: JULY });
  expect(requestedWindow({ from: JUNE })).toEqual({ from: JUNE, to: null });
  expect(requestedWindow({})).toEqual({ from: null, to: null });
});

test.each([
  [JULY, JUNE],
  [JUNE, JUNE],
])("%s to %s holds nothing and is refused", (from, to) => {
  expect(() => requestedWindow({ from, to })).toThrow(`--from ${from} is not before --to ${to}`);
});
