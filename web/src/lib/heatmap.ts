import type { UrlParams } from "./filters.ts";

/** What the cells of the heat map can show: jobs, the share of failed or cancelled ones, or the 95th percentile of durations. */
export const heatMeasures = ["jobs", "falhas", "p95"] as const;
export type HeatMeasure = (typeof heatMeasures)[number];

export const heatParam = "mapa";

export const parseHeatMeasure = (params: UrlParams): HeatMeasure =>
  heatMeasures.find((measure) => measure === params.get(heatParam)) ?? "jobs";
