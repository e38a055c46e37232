import { expect, it } from "vitest";
import { type ProofEnd, verdictOf } from "./proof-verdict.ts";

const closed: ProofEnd = { verdict: "proved", runOutcome: "succeeded", isLeftOpen: false };

it.each<[string, Partial<ProofEnd>, string]>([
  ["what was proved stays proved, also when the run then failed", { runOutcome: "failed" }, "proved"],
  ["a complete read that was made counts", { verdict: "read_in_full" }, "read_in_full"],
  ["one that is still to be made does not", { verdict: "read_in_full", runOutcome: "running" }, "counting"],
  ["nor one that was not made", { verdict: "read_in_full", isLeftOpen: true }, "being_checked"],
  [
    "nor one that did not reach its end",
    { verdict: "read_in_full", runOutcome: "canceled" },
    "being_checked",
  ],
  [
    "a count that a dead run left is not at work",
    { verdict: "counting", runOutcome: "abandoned" },
    "being_checked",
  ],
  ["a count at work is", { verdict: "counting", runOutcome: "running" }, "counting"],
  ["what cannot be counted is not", { verdict: "not_countable" }, "not_countable"],
])("%s", (_, end, verdict) => {
  expect(verdictOf({ ...closed, ...end })).toBe(verdict);
});
