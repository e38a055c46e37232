// No imports, so that workflow code may use it.

/** Ids in Temporal that the worker, the command line and the API share. */

export const TASK_QUEUE = "enrichment-pipeline";
/** The deployment that the versions of the worker belong to, see docs/decisions/029. */
export const DEPLOYMENT_NAME = "enrichment-pipeline";
export const SCHEDULE_ID = "enrichment-pipeline";
/**
 * The workflow of a run by variant: its type, and the prefix of its id, to which the scheduled time or the trigger is added.
 */
export const RUN_WORKFLOWS = {
  modular: { type: "enrichmentPipeline", id: "enrichment-pipeline" },
  linear: { type: "linearPipeline", id: "linear-pipeline" },
} as const;
/** Fixed ids: Temporal refuses a second workflow with the same id while one runs. */
export const BRONZE_INGEST_WORKFLOW_ID = "bronze-ingest";
export const GOLD_TRANSFORM_WORKFLOW_ID = "gold-transform";
