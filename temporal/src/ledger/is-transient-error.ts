import postgres from "postgres";
import { WriteConflict } from "./retry-conflict.ts";

/**
 * Transient classes of SQLSTATE: connection exception, transaction rollback, insufficient resources, object not in prerequisite state
 * (PostgreSQL accepts no connections), operator intervention, system error.
 */
const TRANSIENT_CLASSES = new Set(["08", "40", "53", "55", "57", "58"]);
/** Connection codes of postgres.js and system errors such as ECONNRESET; Node's own errors start with ERR_. */
const CONNECTION_CODE = /^(CONNECT|E[A-Z0-9]+$)/;

/** Whether an error comes from the connection to the warehouse, from PostgreSQL's state or from a parallel transaction. */
export function isTransientError(error: unknown): boolean {
  if (error instanceof WriteConflict) return true;
  if (!(error instanceof Error && "code" in error && typeof error.code === "string")) return false;
  if (error instanceof postgres.PostgresError) return TRANSIENT_CLASSES.has(error.code.slice(0, 2));
  return CONNECTION_CODE.test(error.code);
}
