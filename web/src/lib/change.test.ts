import { describe, expect, it } from "vitest";
import { changeOf, toneOf } from "./change.ts";

describe("a change", () => {
  it("is a part of the number before", () => {
    expect(changeOf(150, 100, "relative")).toBe(0.5);
    expect(changeOf(0, 100, "relative")).toBe(-1);
  });

  it("of a ratio is a difference", () => {
    expect(changeOf(0.9, 0.8, "points")).toBeCloseTo(0.1);
    expect(changeOf(0.1, 0, "points")).toBeCloseTo(0.1);
  });

  it("is unknown where there is nothing to compare with", () => {
    expect(changeOf(5, 0, "relative")).toBeUndefined();
    expect(changeOf(5, null, "relative")).toBeUndefined();
    expect(changeOf(5, undefined, "points")).toBeUndefined();
    expect(changeOf(null, 5, "points")).toBeUndefined();
  });
});

describe("its tone", () => {
  it("follows what one wishes for", () => {
    expect(toneOf(0.1, "higher")).toBe("good");
    expect(toneOf(-0.1, "higher")).toBe("bad");
    expect(toneOf(-0.1, "lower")).toBe("good");
    expect(toneOf(0.1, "lower")).toBe("bad");
  });

  it("is neutral where nothing is wished for, or it is noise", () => {
    expect(toneOf(0.1, undefined)).toBeUndefined();
    expect(toneOf(0.009, "lower")).toBeUndefined();
  });
});
