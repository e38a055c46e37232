/** The key of everything that changes with the warehouse, for `depends` and `invalidate`. */
export const contentKey = "content:warehouse";

/** The key of the pipeline's status, which also changes with time. */
export const pipelineKey = "pipeline:status";
