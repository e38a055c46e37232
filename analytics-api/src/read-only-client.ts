import {
  createWarehouseClient,
  type WarehouseClient,
  type WarehouseClientOptions,
} from "@enrichment-monitor/warehouse";

/** A connection pool on the warehouse that reads gold and ops and nothing else, whatever the login of `databaseUrl` may do. */
export function createReadOnlyClient(
  databaseUrl: string,
  options: Omit<WarehouseClientOptions, "role">,
): WarehouseClient {
  const url = new URL(databaseUrl);
  url.searchParams.set("default_transaction_read_only", "on");
  // Planned for what each request asks: a plan that is kept would be as good for one workspace as for all of them together.
  url.searchParams.set("prepare", "false");
  return createWarehouseClient(url.href, { ...options, role: "analytics" });
}
