import type { MetricsExporterConfig } from "@temporalio/worker";
import type { PipelineConfig } from "./config.ts";

/** Serves the metrics of Temporal's SDK for Prometheus, with the names and units that it expects; undefined if no port is set. */
export function workerMetrics({
  WORKER_METRICS_HOST: host,
  WORKER_METRICS_PORT: port,
}: PipelineConfig): MetricsExporterConfig | undefined {
  if (port === undefined) return undefined;
  return {
    prometheus: {
      bindAddress: host.includes(":") ? `[${host}]:${port}` : `${host}:${port}`,
      countersTotalSuffix: true,
      unitSuffix: true,
      useSecondsForDurations: true,
    },
  };
}
