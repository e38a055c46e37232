import { expect, it } from "vitest";
import { sparkline } from "./sparkline.ts";

it("goes from the lowest value at the bottom to the highest at the top", () => {
  expect(sparkline([2, 4, 3])).toBe("M0 22.5L50 1.5L100 12");
});

it("has a gap where a value is missing", () => {
  expect(sparkline([1, null, 1, 1])).toBe("M0 12M66.7 12L100 12");
});

it("is empty with fewer than two values", () => {
  expect(sparkline([])).toBe("");
  expect(sparkline([null, 3])).toBe("");
});
