import { readHealthInputs } from "@enrichment-monitor/warehouse/health-inputs";
import { computeHealth } from "@enrichment-monitor/warehouse/pipeline-health";
import type { Dependencies } from "../dependencies.ts";
import type { Snapshot } from "../sql/snapshot.ts";
import { createTemporalStateReader } from "./temporal-state.ts";

/** Reads the health of the pipeline from the warehouse and Temporal. */
export function createHealthReader({
  temporal,
  logger,
  now,
  pipelineIntervalSeconds,
  maxRejectedPercent,
}: Dependencies) {
  const readState = createTemporalStateReader(temporal, logger);
  return async (sql: Snapshot) => {
    const reading = readState();
    const { rejects, ...inputs } = await readHealthInputs(sql);
    const temporalState = await reading;
    const health = computeHealth({
      ...inputs,
      now: now(),
      intervalMs: pipelineIntervalSeconds * 1_000,
      temporal: temporalState,
      rejects: { ...rejects, limitPercent: maxRejectedPercent },
    });
    return { ...health, temporalState };
  };
}

export type HealthReader = ReturnType<typeof createHealthReader>;
