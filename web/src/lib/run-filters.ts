import type { UrlParams } from "./filters.ts";
import type { RunKind, RunOutcome, RunTrigger } from "./pipeline.ts";

/** The values in display order. */
export const runOutcomes = [
  "running",
  "succeeded",
  "succeeded_with_findings",
  "incomplete",
  "failed",
  "canceled",
  "abandoned",
] as const satisfies readonly RunOutcome[];
export const runKinds = [
  "incremental",
  "first_load",
  "backfill",
  "reconcile",
  "prove",
] as const satisfies readonly RunKind[];
export const runTriggers = ["schedule", "cli", "api", "start"] as const satisfies readonly RunTrigger[];

const filterValues = { outcome: runOutcomes, kind: runKinds, trigger: runTriggers };

export type RunFilterName = keyof typeof filterValues;

/** Filters of the list of runs, named as in the URL and the API. An empty list means all. */
export interface RunFilters {
  outcome: RunOutcome[];
  kind: RunKind[];
  trigger: RunTrigger[];
}

/** Values in the URL that no filter has. */
export type RunFilterProblems = Partial<Record<RunFilterName, string>>;

/** Reads the filters from a URL. An unknown value is reported: to ignore it would show runs that the user did not ask for. */
export function parseRunFilters(params: UrlParams): { filters: RunFilters; problems: RunFilterProblems } {
  const problems: RunFilterProblems = {};
  function read<Value extends string>(name: RunFilterName, values: readonly Value[]): Value[] {
    const given = params.getAll(name).filter((value) => value !== "");
    const unknown = given.filter((value) => !values.some((known) => known === value));
    if (unknown.length > 0) problems[name] = unknown.join(", ");
    return values.filter((value) => given.includes(value));
  }
  const filters = {
    outcome: read("outcome", runOutcomes),
    kind: read("kind", runKinds),
    trigger: read("trigger", runTriggers),
  };
  return { filters, problems };
}

/** The query string with other values of a filter: the list then starts at its first page. */
export function withRunFilter(
  params: Iterable<[string, string]>,
  name: RunFilterName,
  values: readonly string[],
): string {
  const query = new URLSearchParams([...params].filter(([key]) => key !== name && key !== "cursor"));
  for (const value of values) query.append(name, value);
  return `?${query}`;
}
