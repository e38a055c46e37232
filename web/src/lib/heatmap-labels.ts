import type { HeatMeasure } from "./heatmap.ts";
import type { Labels } from "./labels.ts";
import { m } from "./paraglide/messages.js";

export const heatMeasureLabels: Labels<HeatMeasure> = {
  jobs: m.heatmap_jobs,
  falhas: m.heatmap_falhas,
  p95: m.heatmap_p95,
};
