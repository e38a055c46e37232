import { describe, expect, it } from "vitest";
import { changeTone, computeChange } from "./change.ts";

describe("computeChange", () => {
  it("returns a fraction of the earlier number", () => {
    expect(computeChange(150, 100, "relative")).toBe(0.5);
    expect(computeChange(0, 100, "relative")).toBe(-1);
  });

  it("returns the difference of two ratios", () => {
    expect(computeChange(0.9, 0.8, "points")).toBeCloseTo(0.1);
    expect(computeChange(0.1, 0, "points")).toBeCloseTo(0.1);
  });

  it("returns undefined if a number is missing or the earlier one is zero", () => {
    expect(computeChange(5, 0, "relative")).toBeUndefined();
    expect(computeChange(5, null, "relative")).toBeUndefined();
    expect(computeChange(5, undefined, "points")).toBeUndefined();
    expect(computeChange(null, 5, "points")).toBeUndefined();
  });
});

describe("changeTone", () => {
  it("depends on the better direction", () => {
    expect(changeTone(0.1, "higher")).toBe("good");
    expect(changeTone(-0.1, "higher")).toBe("bad");
    expect(changeTone(-0.1, "lower")).toBe("good");
    expect(changeTone(0.1, "lower")).toBe("bad");
  });

  it("is neutral without a better direction and for noise", () => {
    expect(changeTone(0.1, undefined)).toBeUndefined();
    expect(changeTone(0.009, "lower")).toBeUndefined();
  });
});
