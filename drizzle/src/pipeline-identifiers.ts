// Free of imports, so that workflow code may use it.

/** Names in Temporal by which whoever starts, holds or watches the pipeline finds it. */

export const TASK_QUEUE = "enrichment-pipeline";
export const SCHEDULE_ID = "enrichment-pipeline";
/** The beginning of the workflow id, to which the scheduled time or who started it is added. */
export const PIPELINE_WORKFLOW_ID = "enrichment-pipeline";
export const LINEAR_WORKFLOW_ID = "linear-pipeline";
/** Fixed: Temporal refuses a second one while one runs. */
export const BRONZE_INGEST_WORKFLOW_ID = "bronze-ingest";
export const GOLD_TRANSFORM_WORKFLOW_ID = "gold-transform";
