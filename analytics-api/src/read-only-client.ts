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
  // Compiling a plan takes longer than running the longest of these queries.
  url.searchParams.set("jit", "off");
  // Rollups and indexes lie in memory, where a page elsewhere costs no more than the next one.
  url.searchParams.set("random_page_cost", "1.1");
  // Planning takes a millisecond or more of each answer, and the plans do not depend on what is asked for: spans and places are
  // looked up one by one. PostgreSQL makes them anew when the statistics of a table change. Every connection keeps a plan per text:
  // a filter that is not set must not make another text where that multiplies them (queries/matching.ts).
  url.searchParams.set("plan_cache_mode", "force_generic_plan");
  return createWarehouseClient(url.href, { ...options, role: "analytics" });
}
