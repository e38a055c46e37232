import { sharedParams } from "#lib/filters.ts";
import { resolve } from "$app/paths";
import { page } from "$app/state";

/** Paths of pages, with the current filters and time zone. */
export const toOverview = () => withFilters(resolve("/"));
export const toEnrichments = () => withFilters(resolve("/enriquecimentos"));
export const toEnrichment = (id: string) => withFilters(resolve("/enriquecimentos/[id=uuid]", { id }));
export const toRuns = () => withFilters(resolve("/execucoes"));
export const toRun = (id: string) => withFilters(resolve("/execucoes/[id=uuid]", { id }));

function withFilters(path: string): string {
  const params = sharedParams(page.url.searchParams).toString();
  return params === "" ? path : `${path}?${params}`;
}
