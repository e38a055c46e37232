import type { WarehouseClient } from "@enrichment-monitor/warehouse";
import type { Fragment, ISql } from "postgres";

/** A read-only transaction with one snapshot of the warehouse. */
export type Snapshot = ISql<{ bigint: number }>;

export type SqlFragment = Fragment;

/** What a page of a list reads: up to `limit` rows after a position. */
export interface PageRead<Position> {
  limit: number;
  after?: Position | undefined;
}

export const withSnapshot = <Result>(sql: WarehouseClient, read: (sql: Snapshot) => Promise<Result>) =>
  sql.begin("isolation level repeatable read read only", read);
