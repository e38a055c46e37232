import type { RawRecord } from "../source/source-client.ts";

/**
 * What bronze stores of a record, as text for PostgreSQL's `json`: its own characters, or, where that type cannot hold them, a
 * JSON string of them. Neither has a raw control character or half a surrogate pair, which no text of PostgreSQL holds.
 */
export const storedPayload = ({ text, unstorable }: RawRecord): string =>
  unstorable === null && text.isWellFormed() ? text : JSON.stringify(text);
