import { expect, it } from "vitest";
import { runWaitKind } from "./run-wait-kind.ts";

it.each([
  "Rate limited: the source answered 429 Too Many Requests.",
  "The source asked this run to wait; the wait is not over yet.",
])("a wait that the source asked for: %s", (reason) => {
  expect(runWaitKind(reason)).toBe("rate_limited");
});

it("any other wait is for a source that does not work", () => {
  expect(runWaitKind("HTTP failed: the source answered 503.")).toBe("trouble");
});
