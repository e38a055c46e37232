import {
  createWarehouseClient,
  type WarehouseClient,
  type WarehouseClientOptions,
} from "@enrichment-monitor/warehouse";

/** A connection pool on the warehouse that refuses to write, whatever the role of `databaseUrl` may do. */
export function createReadOnlyClient(databaseUrl: string, options: WarehouseClientOptions): WarehouseClient {
  const url = new URL(databaseUrl);
  url.searchParams.set("default_transaction_read_only", "on");
  return createWarehouseClient(url.href, options);
}
