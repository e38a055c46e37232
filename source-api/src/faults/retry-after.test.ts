import { expect, it } from "vitest";
import { createRandomStream } from "../random.ts";
import { drawRetryAfter, type RetryAfterMix } from "./retry-after.ts";

const now = Date.parse("2026-11-24T12:00:00Z");
const none: RetryAfterMix = { seconds: 0, date: 0, missing: 0, zero: 0, huge: 0, least: 3, extra: 2 };

function drawMany(mix: Partial<RetryAfterMix>, times = 200) {
  const random = createRandomStream(1);
  return Array.from({ length: times }, () => drawRetryAfter({ ...none, ...mix }, random, now));
}

it("writes seconds within their bounds", () => {
  expect(new Set(drawMany({ seconds: 1 }))).toEqual(new Set(["3", "4", "5"]));
});

it("writes HTTP dates as far from now", () => {
  expect(new Set(drawMany({ date: 1 }))).toEqual(
    new Set([
      "Tue, 24 Nov 2026 12:00:03 GMT",
      "Tue, 24 Nov 2026 12:00:04 GMT",
      "Tue, 24 Nov 2026 12:00:05 GMT",
    ]),
  );
});

it.each([
  ["missing", undefined],
  ["zero", "0"],
  ["huge", "999999999"],
] as const)("has a %s form", (form, expected) => {
  expect(new Set(drawMany({ [form]: 1 }))).toEqual(new Set([expected]));
});

it("mixes the forms by their weights", () => {
  const drawn = drawMany({ zero: 3, huge: 1 }, 4000);
  expect(drawn.filter((value) => value === "0").length).toBeGreaterThan(2850);
  expect(drawn.filter((value) => value === "999999999").length).toBeGreaterThan(850);
});

it("says nothing when no form has a weight", () => {
  expect(new Set(drawMany({}))).toEqual(new Set([undefined]));
});
