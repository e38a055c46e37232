import { createHash, randomBytes, timingSafeEqual } from "node:crypto";

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
