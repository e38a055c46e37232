import type { WarehouseClient } from "@enrichment-monitor/warehouse";
import type { Client } from "@temporalio/client";
import type { AlertSettings } from "../alerts/alert-settings.ts";
import type { PipelineConfig } from "../config.ts";
import type { PacedClient } from "../source/paced-client.ts";

/** Dependencies of the activities. */
export interface ActivityDependencies {
  sql: WarehouseClient;
  source: PacedClient;
  temporal: Client;
  alerts: AlertSettings;
  settings: Pick<
    PipelineConfig,
    | "SOURCE_PAGE_SIZE"
    | "SOURCE_PATIENCE_MINUTES"
    | "LOOKBACK_MINUTES"
    | "PROOF_MAX_REQUESTS"
    | "SCRUB_DAYS"
    | "MAX_PARALLEL_SLICES"
    | "MAX_PARALLEL_TRANSFORMS"
    | "ACTIVITY_TIME_BOX_MS"
    | "MAX_REJECTED_PERCENT"
    | "EARLIEST_PLAUSIBLE_DATE"
    | "RETENTION_DAYS"
  >;
}
