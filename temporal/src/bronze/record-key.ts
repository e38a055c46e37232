import type { RawRecord } from "../source/source-client.ts";
import { jsonMember } from "./json-member.ts";
import { md5Uuid } from "./md5-uuid.ts";
import { storedPayload } from "./stored-payload.ts";

const UUID = /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/i;

/**
 * The UUID that the warehouse knows a record by: its id where that is one, in lower case; else one made of the id's text, or,
 * where there is no id or a blank one, of the payload's text. Two records without an id are two records.
 */
export function recordKey(record: RawRecord): string {
  const id = idOf(record);
  if (id === null) return md5Uuid(storedPayload(record));
  return UUID.test(id) ? id.toLowerCase() : md5Uuid(id);
}

/** The id as PostgreSQL's `->>` gives it: of what is no string, the characters that were sent. */
function idOf({ text, value }: RawRecord): string | null {
  if (typeof value !== "object" || value === null || !("id" in value)) return null;
  const { id } = value;
  // Halves of surrogate pairs all look the same to a hash.
  if (typeof id === "string") return id.trim() === "" || !id.isWellFormed() ? null : id;
  return id === null ? null : jsonMember(text, "id");
}
