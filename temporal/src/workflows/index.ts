export { bronzeIngest } from "./bronze-ingest.ts";
export { enrichmentPipeline } from "./enrichment-pipeline.ts";
export { goldTransform } from "./gold-transform.ts";
export { linearPipeline } from "./linear-pipeline.ts";
export { purgeHistory } from "./purge-history.ts";
export { resetWarehouse } from "./reset-warehouse.ts";
