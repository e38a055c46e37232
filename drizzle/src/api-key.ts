import { createHash, randomBytes, timingSafeEqual } from "node:crypto";
import type { ISql } from "postgres";

/** What a key allows: to read everything; or that, and to run and hold the pipeline. */
export const apiKeyScopes = ["read", "operator"] as const;
export type ApiKeyScope = (typeof apiKeyScopes)[number];

/** 256 random bits: nobody guesses them. */
export const generateSecret = (): string => randomBytes(32).toString("base64url");

/** The key as its owner sends it; `keyId` finds its row in `ops.api_keys`. */
export const formatApiKey = (keyId: number, secret: string): string => `em_${keyId}_${secret}`;

/** Undefined when `text` has not the form of a key. */
export function parseApiKey(text: string): { keyId: number; secret: string } | undefined {
  const [, keyId, secret] = /^em_(\d{1,15})_([\w-]{43})$/.exec(text) ?? [];
  return secret === undefined ? undefined : { keyId: Number(keyId), secret };
}

/**
 * What the warehouse keeps of a secret. A quick hash without salt is right here: slowness and salt protect what people can
 * remember and others can guess, and nobody tries 2^256 secrets.
 */
export const hashSecret = (secret: string): string => createHash("sha256").update(secret).digest("hex");

/** Takes equally long whatever the secret. */
export const isSecretOf = (hash: string, secret: string): boolean =>
  timingSafeEqual(Buffer.from(hash, "hex"), Buffer.from(hashSecret(secret), "hex"));

/** Gives out a new key. It is returned this once: the warehouse keeps a hash of its secret alone. */
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
