import type { RawRecord } from "../source/source-client.ts";
import { jsonMember } from "./json-member.ts";
import { md5Uuid } from "./md5-uuid.ts";
import { storedPayload } from "./stored-payload.ts";

const UUID = /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/i;

/**
 * The UUID that identifies a record in the warehouse: its id in lower case if it is a UUID; else one derived from the id's text or, for
 * a missing or blank id, from the payload's text. Two different records without an id have different keys.
 */
export function recordKey(record: RawRecord): string {
  const id = idOf(record);
  if (id === null) return md5Uuid(storedPayload(record));
  return UUID.test(id) ? id.toLowerCase() : md5Uuid(id);
}

/** The id as PostgreSQL's `->>` returns it: for a non-string, its source text. */
function idOf({ text, value }: RawRecord): string | null {
  if (typeof value !== "object" || value === null || !("id" in value)) return null;
  const { id } = value;
  // Lone surrogates all hash to the same value.
  if (typeof id === "string") return id.trim() === "" || !id.isWellFormed() ? null : id;
  return id === null ? null : jsonMember(text, "id");
}
