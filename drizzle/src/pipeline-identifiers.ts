// Free of imports, so that workflow code may use it.

/** Names in Temporal by which whoever starts, holds or watches the pipeline finds it. */

export const TASK_QUEUE = "enrichment-pipeline";
export const SCHEDULE_ID = "enrichment-pipeline";
/**
 * What runs the pipeline from beginning to end, by variant: the workflow's type, and the beginning of its id, to which the
 * scheduled time or who started it is added.
 */
export const RUN_WORKFLOWS = {
  modular: { type: "enrichmentPipeline", id: "enrichment-pipeline" },
  linear: { type: "linearPipeline", id: "linear-pipeline" },
} as const;
/** Fixed: Temporal refuses a second one while one runs. */
export const BRONZE_INGEST_WORKFLOW_ID = "bronze-ingest";
export const GOLD_TRANSFORM_WORKFLOW_ID = "gold-transform";
