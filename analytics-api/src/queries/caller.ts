import type { WarehouseClient } from "@enrichment-monitor/warehouse";
import { type ApiKeyScope, isSecretOf, type parseApiKey } from "@enrichment-monitor/warehouse/api-key";

/** Who asks, as the key tells. */
export interface Caller {
  keyId: number;
  scope: ApiKeyScope;
}

/** Whose key it is; undefined when it is nobody's, or revoked. */
export async function findCaller(
  sql: WarehouseClient,
  key: NonNullable<ReturnType<typeof parseApiKey>>,
): Promise<Caller | undefined> {
  const [row] = await sql<{ scope: ApiKeyScope; secret_hash: string }[]>`
    select scope, secret_hash from ops.api_keys where key_id = ${key.keyId} and revoked_at is null`;
  return row && isSecretOf(row.secret_hash, key.secret) ? { keyId: key.keyId, scope: row.scope } : undefined;
}
