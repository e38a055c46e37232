import postgres, { type Options, type Sql } from "postgres";
import { parseInstant } from "./parse-instant.ts";
import { type WarehouseRole, warehouseRoles } from "./roles.ts";

export type WarehouseClient = Sql<{ bigint: number }>;

/** No statement of the pipeline or the API may hold the database longer than this; in milliseconds. */
const STATEMENT_TIMEOUT_MS = 30_000;

export interface WarehouseClientOptions {
  /** Shown in `pg_stat_activity`. */
  applicationName: string;
  /** The group role that every connection takes on; without one it acts as the login. */
  role?: WarehouseRole;
  maxConnections?: number;
  statementTimeoutMs?: number;
}

/**
 * Opens a connection pool on the warehouse. Nothing connects before the first query.
 * `bigint` columns arrive as numbers: identities and counts stay far below 2^53.
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
    // A server that was away is noticed soon after it is back; in seconds.
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

/** As the driver itself sends instants: of a Date, or of a text that JavaScript reads. */
const serializeInstant = (instant: Date | string): string => new Date(instant).toISOString();
