/** Names that workflows, worker, schedule and clients agree on. Free of imports, so that workflow code may use it. */

export const TASK_QUEUE = "enrichment-pipeline";
export const SCHEDULE_ID = "enrichment-pipeline";
/** Temporal appends the scheduled time. */
export const PIPELINE_WORKFLOW_ID = "enrichment-pipeline";
export const LINEAR_WORKFLOW_ID = "linear-pipeline";
/** Fixed: Temporal refuses a second one while one runs. */
export const BRONZE_INGEST_WORKFLOW_ID = "bronze-ingest";
export const GOLD_TRANSFORM_WORKFLOW_ID = "gold-transform";
export const RESET_WORKFLOW_ID = "reset-warehouse";
/** Workflow types that run the pipeline from beginning to end. */
export const PIPELINE_WORKFLOWS = ["enrichmentPipeline", "linearPipeline"] as const;
/** Search attributes of a run; a server that does not know them refuses workflows that set them. */
export const RUN_SEARCH_ATTRIBUTES = [
  "EnrichmentRunKind",
  "EnrichmentRunTrigger",
  "EnrichmentRunNumber",
] as const;
