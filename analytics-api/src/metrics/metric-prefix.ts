/** Begins the name of every metric of this project. */
export const METRIC_PREFIX = "enrichment_monitor_";
