import { sharedParams } from "#lib/filters.ts";
import { resolve } from "$app/paths";
import { page } from "$app/state";

/** Addresses of pages, with the filters and the zone that the reader has chosen. */
export const toOverview = () => keepingFilters(resolve("/"));
export const toEnrichments = () => keepingFilters(resolve("/enriquecimentos"));
export const toEnrichment = (id: string) => keepingFilters(resolve("/enriquecimentos/[id=uuid]", { id }));
export const toRuns = () => keepingFilters(resolve("/execucoes"));
export const toRun = (id: string) => keepingFilters(resolve("/execucoes/[id=uuid]", { id }));

function keepingFilters(path: string): string {
  const params = sharedParams(page.url.searchParams).toString();
  return params === "" ? path : `${path}?${params}`;
}
