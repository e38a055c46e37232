import { ApiFailure, createApi, readJson } from "#lib/api.ts";
import { settings } from "./settings.ts";

/** It is one small query; in milliseconds. */
const TIMEOUT_MS = 3_000;

/**
 * What the API says of `key`: its name and scope; undefined if the key is unknown, revoked or malformed.
 * @throws {ApiFailure} when the API cannot tell
 */
export async function describeKey(key: string) {
  // What cannot be part of a header, or is longer than any key, cannot be one.
  if (!/^[\w-]{1,200}$/.test(key)) return undefined;
  const api = createApi({
    fetch: globalThis.fetch,
    url: settings.analyticsApiUrl,
    headers: { Authorization: `Bearer ${key}` },
    timeoutMs: TIMEOUT_MS,
  });
  try {
    const { data } = await readJson(api["api-key"].$get({ query: {} }));
    return data;
  } catch (failure) {
    if (failure instanceof ApiFailure && failure.status === 401) return undefined;
    throw failure;
  }
}
