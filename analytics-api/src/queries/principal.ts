import type { WarehouseClient } from "@enrichment-monitor/warehouse";
import { type ApiKeyScope, isSecretOf, type parseApiKey } from "@enrichment-monitor/warehouse/api-key";

/** The holder of an API key. */
export interface Principal {
  keyId: number;
  /** As given when the key was created. */
  name: string;
  scope: ApiKeyScope;
}

/** The principal of `key`; undefined when the key is unknown or revoked. */
export async function findPrincipal(
  sql: WarehouseClient,
  key: NonNullable<ReturnType<typeof parseApiKey>>,
): Promise<Principal | undefined> {
  const [row] = await sql<{ name: string; scope: ApiKeyScope; secret_hash: string }[]>`
    select name, scope, secret_hash from ops.api_keys where key_id = ${key.keyId} and revoked_at is null`;
  if (!row || !isSecretOf(row.secret_hash, key.secret)) return undefined;
  return { keyId: key.keyId, name: row.name, scope: row.scope };
}
