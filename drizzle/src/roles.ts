/** Group roles of the warehouse; a connection has the privileges of its role, not those of its login. */
export const warehouseRoles = {
  /** Writes bronze, gold and ops: the worker and the operator's command line. */
  pipeline: "enrichment_monitor_pipeline",
  /** Reads gold and ops: the analytics API. */
  analytics: "enrichment_monitor_analytics",
} as const;

export type WarehouseRole = keyof typeof warehouseRoles;
