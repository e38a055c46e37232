import { expect, it } from "vitest";
import { type ProofEnd, verdictOf } from "./proof-verdict.ts";

const closed: ProofEnd = { verdict: "proved", runOutcome: "succeeded", isLeftOpen: false };

it.each<[string, Partial<ProofEnd>, string]>([
  ["proved stays proved when the run fails afterwards", { runOutcome: "failed" }, "proved"],
  ["a finished complete read", { verdict: "read_in_full" }, "read_in_full"],
  [
    "a complete read that has not been made yet",
    { verdict: "read_in_full", runOutcome: "running" },
    "counting",
  ],
  ["a complete read that was not made", { verdict: "read_in_full", isLeftOpen: true }, "being_checked"],
  [
    "a complete read that did not finish",
    { verdict: "read_in_full", runOutcome: "canceled" },
    "being_checked",
  ],
  ["counting, left by an abandoned run", { verdict: "counting", runOutcome: "abandoned" }, "being_checked"],
  ["counting, in a running run", { verdict: "counting", runOutcome: "running" }, "counting"],
  ["not countable", { verdict: "not_countable" }, "not_countable"],
])("%s", (_, end, verdict) => {
  expect(verdictOf({ ...closed, ...end })).toBe(verdict);
});
