import { type Filters, filterParams, sharedParams } from "#lib/filters.ts";
import { resolve } from "$app/paths";
import { page } from "$app/state";

/** Paths of pages, with the current filters and time zone. */
export const toOverview = () => withFilters(resolve("/"));
export const toEnrichments = () => withFilters(resolve("/enriquecimentos"));
export const toEnrichment = (id: string) => withFilters(resolve("/enriquecimentos/[id=uuid]", { id }));
export const toPipeline = () => withFilters(resolve("/pipeline"));
export const toRuns = () => withFilters(resolve("/execucoes"));
export const toRun = (id: string) => withFilters(resolve("/execucoes/[id=uuid]", { id }));
export const toWorkspaces = () => withFilters(resolve("/workspaces"));
export const toWorkspace = (id: string) => withFilters(resolve("/workspaces/[id=uuid]", { id }));

/** The sections of the quality page. */
export type QualitySection = "prova" | "rejeitados" | "campos" | "duplicados" | "exclusoes";

export const toQuality = (section?: QualitySection) =>
  withFilters(resolve("/qualidade")) + (section ? `#${section}` : "");

/** The list of the jobs with these filters. */
export const toJobs = (filters: Filters): string =>
  withParams(resolve("/enriquecimentos"), filterParams(filters));

/** Those of one hour of the week; `weekday` from 1, Monday. */
export const toWeekHour = (filters: Filters, weekday: number, hour: number): string => {
  const params = filterParams(filters);
  params.set("dia_semana", String(weekday));
  params.set("hora", String(hour));
  return withParams(resolve("/enriquecimentos"), params);
};

const withFilters = (path: string): string => withParams(path, sharedParams(page.url.searchParams));

const withParams = (path: string, params: URLSearchParams): string =>
  params.size === 0 ? path : `${path}?${params}`;
