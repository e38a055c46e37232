import { describe, expect, it } from "vitest";
import { runErrorKind } from "./run-error-kind.ts";

describe("runErrorKind", () => {
  it("is the failure type of a failed run", () => {
    const error = "SourceUnauthorized: The source refused the key (401).";
    expect(runErrorKind("failed", error)).toBe("SourceUnauthorized");
  });

  it.each(["SomethingNew: It broke.", "It broke."])("is failed for the unknown error %s", (error) => {
    expect(runErrorKind("failed", error)).toBe("failed");
  });

  it.each(["canceled", "abandoned", "incomplete"] as const)("is the outcome %s", (outcome) => {
    expect(runErrorKind(outcome, "Any text.")).toBe(outcome);
  });
});
