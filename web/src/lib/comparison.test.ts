import { expect, it } from "vitest";
import { comparisons, parseComparison, periodComparisons, periodOf } from "./comparison.ts";

const parse = (search: string, choices: Parameters<typeof parseComparison>[1]) =>
  parseComparison(new URLSearchParams(search), choices);

it("reads a comparison that the page has, and otherwise compares with the previous period", () => {
  expect(parse("comparar=mediana", comparisons)).toBe("mediana");
  expect(parse("comparar=semana", periodComparisons)).toBe("semana");
  expect(parse("comparar=mediana", periodComparisons)).toBe("anterior");
  expect(parse("comparar=ontem", comparisons)).toBe("anterior");
  expect(parse("", comparisons)).toBe("anterior");
});

it("shows the previous period in a chart while numbers are compared with the median", () => {
  expect(comparisons.map(periodOf)).toEqual(["anterior", "semana", "anterior"]);
});
