import {
  createWarehouseClient,
  type WarehouseClient,
  type WarehouseClientOptions,
} from "@enrichment-monitor/warehouse";

/** A connection pool that can only read, whatever the permissions of `databaseUrl`. */
export function createReadOnlyClient(
  databaseUrl: string,
  options: Omit<WarehouseClientOptions, "role">,
): WarehouseClient {
  const url = new URL(databaseUrl);
  url.searchParams.set("default_transaction_read_only", "on");
  // PostgreSQL plans each query for its values: a cached plan would be the same for one workspace as for all of them.
  url.searchParams.set("prepare", "false");
  return createWarehouseClient(url.href, { ...options, role: "analytics" });
}
