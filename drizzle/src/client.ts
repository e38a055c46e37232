import postgres, { type Options, type Sql } from "postgres";
import { parseInstant } from "./parse-instant.ts";
import { type WarehouseRole, warehouseRoles } from "./roles.ts";

export type WarehouseClient = Sql<{ bigint: number }>;

/** Statement timeout of the pipeline and the API, in milliseconds. */
const STATEMENT_TIMEOUT_MS = 30_000;

export interface WarehouseClientOptions {
  /** Shown in `pg_stat_activity`. */
  applicationName: string;
  /** The group role that every connection sets; without one it has the privileges of the login. */
  role?: WarehouseRole;
  maxConnections?: number;
  statementTimeoutMs?: number;
}

/**
 * Creates a connection pool for the warehouse. It connects with the first query.
 * `bigint` columns are returned as numbers: ids and counts stay far below 2^53.
 */
export function createWarehouseClient(
  databaseUrl: string,
  {
    applicationName,
    role,
    maxConnections = 4,
    statementTimeoutMs = STATEMENT_TIMEOUT_MS,
  }: WarehouseClientOptions,
): WarehouseClient {
  const options: Options<{
    bigint: { to: number; from: number[]; parse: typeof Number; serialize: typeof String };
    instant: { to: number; from: number[]; parse: typeof parseInstant; serialize: typeof serializeInstant };
  }> = {
    max: maxConnections,
    connect_timeout: 10,
    // In seconds: reconnects within a second when a server is back.
    backoff: (attempts) => Math.min(1, 0.05 * 2 ** attempts),
    onnotice: () => {},
    connection: {
      application_name: applicationName,
      statement_timeout: statementTimeoutMs,
      TimeZone: "UTC",
      ...(role && { role: warehouseRoles[role] }),
    },
    types: {
      bigint: { to: 20, from: [20], parse: Number, serialize: String },
      instant: { to: 1184, from: [1184], parse: parseInstant, serialize: serializeInstant },
    },
  };
  return postgres(databaseUrl, options) as unknown as WarehouseClient;
}

/** Serializes as the driver does by default: a Date, or a string that Date can parse. */
const serializeInstant = (instant: Date | string): string => new Date(instant).toISOString();
