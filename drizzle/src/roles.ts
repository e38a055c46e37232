/** Group roles of the warehouse: what a connection may do, whatever its login could. */
export const warehouseRoles = {
  /** Writes bronze, gold and ops; the worker and the operator's command line. */
  pipeline: "enrichment_monitor_pipeline",
  /** Reads gold and ops; the analytics API. */
  analytics: "enrichment_monitor_analytics",
} as const;

export type WarehouseRole = keyof typeof warehouseRoles;
