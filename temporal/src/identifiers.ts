/** Names shared by workflows, worker, schedules and clients; those that the analytics API uses too are defined in the warehouse package. */

export {
  BRONZE_INGEST_WORKFLOW_ID,
  DEPLOYMENT_NAME,
  GOLD_TRANSFORM_WORKFLOW_ID,
  RUN_WORKFLOWS,
  SCHEDULE_ID,
  TASK_QUEUE,
} from "@enrichment-monitor/warehouse/pipeline-identifiers";

export const PURGE_SCHEDULE_ID = "purge-history";
export const ALERTS_SCHEDULE_ID = "alerts";
/** A fixed id: Temporal refuses a second one while one runs. */
export const RESET_WORKFLOW_ID = "reset-warehouse";
export const PURGE_WORKFLOW_ID = "purge-history";
/** The time that it is scheduled for is added. */
export const EVALUATE_ALERTS_WORKFLOW_ID = "evaluate-alerts";
/** A time is added. */
export const TEST_ALERTS_WORKFLOW_ID = "test-alerts";
