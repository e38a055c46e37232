import type { WarehouseClient } from "@enrichment-monitor/warehouse";
import type { Fragment, ISql } from "postgres";

/** A read-only transaction with one snapshot of the warehouse. */
export type Snapshot = ISql<{ bigint: number }>;

export type SqlFragment = Fragment;

export const withSnapshot = <Result>(sql: WarehouseClient, read: (sql: Snapshot) => Promise<Result>) =>
  sql.begin("isolation level repeatable read read only", read);
