import type { RawRecord } from "../source/source-client.ts";

/**
 * The payload that bronze stores, as text for PostgreSQL's `json`: the record's source text or, if that type cannot store it, a JSON string
 * of it. Neither contains control characters or lone surrogates, which PostgreSQL cannot store.
 */
export const storedPayload = ({ text, unstorable }: RawRecord): string =>
  unstorable === null && text.isWellFormed() ? text : JSON.stringify(text);
