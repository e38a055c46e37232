import type { WarehouseClient } from "@enrichment-monitor/warehouse";
import { type ApiKeyScope, isSecretOf, type parseApiKey } from "@enrichment-monitor/warehouse/api-key";

type ApiKey = NonNullable<ReturnType<typeof parseApiKey>>;

/** The holder of `key`; undefined when it is unknown or revoked. */
export async function findPrincipal(sql: WarehouseClient, key: ApiKey) {
  const [row] = await sql<{ name: string; scope: ApiKeyScope; secret_hash: string }[]>`
    select name, scope, secret_hash from ops.api_keys where key_id = ${key.keyId} and revoked_at is null`;
  if (!row || !isSecretOf(row.secret_hash, key.secret)) return undefined;
  return { keyId: key.keyId, name: row.name, scope: row.scope };
}

export type Principal = NonNullable<Awaited<ReturnType<typeof findPrincipal>>>;
