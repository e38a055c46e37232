import type { RawRecord } from "../src/source/source-client.ts";

/** A record of the source that PostgreSQL's json type can hold. */
export const rawRecord = (text: string): RawRecord => ({ text, value: JSON.parse(text), unstorable: null });
