import type { UrlParams } from "./filters.ts";
import type { Labels } from "./labels.ts";
import { m } from "./paraglide/messages.js";

/** What the numbers of a period are compared with: an earlier period, or the median of all workspaces. */
export const comparisons = ["anterior", "semana", "mediana"] as const;
export type Comparison = (typeof comparisons)[number];

/** For the jobs of all time, before which there is no period. */
export const comparisonsOfAll = ["anterior", "mediana"] as const satisfies Comparison[];

/** For numbers that are not those of one workspace. */
export const periodComparisons = ["anterior", "semana"] as const satisfies Comparison[];
export type PeriodComparison = (typeof periodComparisons)[number];

export const comparisonParam = "comparar";

/** The comparison in a URL; an absent or unknown one is that with the previous period. */
export const parseComparison = <Choice extends Comparison>(
  params: UrlParams,
  choices: readonly Choice[],
): Choice | "anterior" => choices.find((choice) => choice === params.get(comparisonParam)) ?? "anterior";

/** The earlier period of a chart. */
export const periodOf = (comparison: Comparison): PeriodComparison =>
  comparison === "semana" ? "semana" : "anterior";

export const comparisonLabels: Labels<Comparison> = {
  anterior: m.compare_anterior,
  semana: m.compare_semana,
  mediana: m.compare_mediana,
};

/** Before the number that another is compared with. */
export const comparedLabels: Record<Comparison, (text: { previous: string }) => string> = {
  anterior: m.compared_anterior,
  semana: m.compared_semana,
  mediana: m.compared_mediana,
};
