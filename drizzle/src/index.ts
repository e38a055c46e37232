export * as bronze from "../schema/bronze.ts";
export * as gold from "../schema/gold.ts";
export * as ops from "../schema/ops.ts";
export * as rollup from "../schema/rollup.ts";
export { createWarehouseClient, type WarehouseClient, type WarehouseClientOptions } from "./client.ts";
export { migrateWarehouse } from "./migrate.ts";
export { type WarehouseRole, warehouseRoles } from "./roles.ts";
