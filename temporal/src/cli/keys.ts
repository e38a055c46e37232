import { pipelineCommand } from "@enrichment-monitor/environment/pipeline-command";
import { type ApiKeyScope, createApiKey } from "@enrichment-monitor/warehouse/api-key";
import type { WarehouseClient } from "@enrichment-monitor/warehouse/client";
import { EXIT } from "./exit-codes.ts";
import { formatTime, print, printJson, printTable } from "./output.ts";

interface KeyRow {
  keyId: number;
  name: string;
  scope: ApiKeyScope;
  createdAt: Date;
  revokedAt: Date | null;
}

/** Creates a key of the analytics API and prints it once; only its hash is stored. */
export async function createKey(
  sql: WarehouseClient,
  { json, name, scope }: { json?: boolean; name: string; scope: ApiKeyScope },
): Promise<void> {
  const { keyId, key } = await createApiKey(sql, { name, scope });
  if (json) printJson({ keyId, name, scope, key });
  else print(`${key}\n\nKey ${keyId}, of scope ${scope}. Save it now: it cannot be shown again.`);
}

/** All keys, the newest first; never their secrets. */
export async function listKeys(sql: WarehouseClient, { json }: { json?: boolean }): Promise<void> {
  const keys = await sql<KeyRow[]>`
    select key_id as "keyId", name, scope, created_at as "createdAt", revoked_at as "revokedAt"
    from ops.api_keys order by key_id desc`;
  if (json) printJson(keys);
  else if (keys.length === 0)
    print(`No keys yet. Create one: ${pipelineCommand()} keys create --name <whose> --scope read`);
  else
    printTable(
      ["Key", "Name", "Scope", "Created", "Revoked"],
      keys.map((key) => [
        String(key.keyId),
        key.name,
        key.scope,
        formatTime(key.createdAt),
        formatTime(key.revokedAt),
      ]),
      ["Key"],
    );
}

/** Revokes a key: the next request with it is refused. */
export async function revokeKey(
  sql: WarehouseClient,
  keyId: number,
  { json }: { json?: boolean },
): Promise<void> {
  const [key] = await sql<KeyRow[]>`
    update ops.api_keys set revoked_at = coalesce(revoked_at, now()) where key_id = ${keyId}
    returning key_id as "keyId", name, scope, created_at as "createdAt", revoked_at as "revokedAt"`;
  if (!key) {
    process.stderr.write(`There is no key ${keyId}: ${pipelineCommand()} keys list shows all.\n`);
    process.exitCode = EXIT.usage;
    return;
  }
  if (json) printJson(key);
  else print(`Key ${key.keyId} (${key.name}) was revoked at ${formatTime(key.revokedAt)}.`);
}
