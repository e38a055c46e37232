import type { WarehouseClient } from "@enrichment-monitor/warehouse";
import type { Fragment, ISql } from "postgres";

/** A transaction that sees one state of the warehouse, whatever the pipeline commits meanwhile. */
export type Snapshot = ISql<{ bigint: number }>;

export type SqlFragment = Fragment;

/** Runs `read` in a snapshot of its own. */
export const withSnapshot = <Result>(sql: WarehouseClient, read: (sql: Snapshot) => Promise<Result>) =>
  sql.begin("isolation level repeatable read read only", read);
