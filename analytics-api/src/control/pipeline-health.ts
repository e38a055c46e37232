import { computeHealth } from "@enrichment-monitor/warehouse/pipeline-health";
import type { Logger } from "pino";
import { readHealthInputs } from "../queries/health-inputs.ts";
import type { Snapshot } from "../sql/snapshot.ts";
import type { TemporalClient } from "./temporal-client.ts";
import { createTemporalStateReader } from "./temporal-state.ts";

export interface HealthDependencies {
  temporal: TemporalClient;
  logger: Logger;
  now: () => Date;
  pipelineIntervalSeconds: number;
  /** The pipeline is failing if a larger share of records is rejected. */
  maxRejectedPercent: number;
}

/** Reads the health of the pipeline from the warehouse and Temporal. */
export function createHealthReader({
  temporal,
  logger,
  now,
  pipelineIntervalSeconds,
  maxRejectedPercent,
}: HealthDependencies) {
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
