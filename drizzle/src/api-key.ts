import { createHash, randomBytes, timingSafeEqual } from "node:crypto";
import type { ISql } from "postgres";

/** read: all queries; operator: also run, pause and resume the pipeline. */
export const apiKeyScopes = ["read", "operator"] as const;
export type ApiKeyScope = (typeof apiKeyScopes)[number];

/** 256 random bits, which cannot be guessed. */
export const generateSecret = (): string => randomBytes(32).toString("base64url");

/** The key as its owner sends it; `keyId` finds its row in `ops.api_keys`. */
export const formatApiKey = (keyId: number, secret: string): string => `em_${keyId}_${secret}`;

/** Undefined if `text` is not formatted as a key. */
export function parseApiKey(text: string): { keyId: number; secret: string } | undefined {
  const [, keyId, secret] = /^em_(\d{1,15})_([\w-]{43})$/.exec(text) ?? [];
  return secret === undefined ? undefined : { keyId: Number(keyId), secret };
}

/**
 * The stored form of a secret. A fast hash without salt is enough: slow hashes and salt protect passwords that can be guessed,
 * and 2^256 random secrets cannot.
 */
export const hashSecret = (secret: string): string => createHash("sha256").update(secret).digest("hex");

/** Compares in constant time. */
export const isSecretOf = (hash: string, secret: string): boolean =>
  timingSafeEqual(Buffer.from(hash, "hex"), Buffer.from(hashSecret(secret), "hex"));

/** Creates a key. Only this call returns it: the warehouse stores a hash of its secret. */
export async function createApiKey(
  sql: ISql,
  { name, scope }: { name: string; scope: ApiKeyScope },
): Promise<{ keyId: number; key: string }> {
  const secret = generateSecret();
  const [row] = await sql<{ key_id: string | number }[]>`
    insert into ops.api_keys (name, scope, secret_hash) values (${name}, ${scope}, ${hashSecret(secret)})
    returning key_id`;
  const keyId = Number(row?.key_id);
  return { keyId, key: formatApiKey(keyId, secret) };
}
