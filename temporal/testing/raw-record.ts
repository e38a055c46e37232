import type { RawRecord } from "../src/source/source-client.ts";
import { updatedAtOf } from "../src/source/updated-at.ts";

/** A record of the source that PostgreSQL's json type can hold. */
export function rawRecord(text: string): RawRecord {
  const value: unknown = JSON.parse(text);
  return { text, value, updatedAt: updatedAtOf(value), unstorable: null };
}
