import { z } from "zod";
import { type Charset, charsetName, charsetOf } from "./charset.ts";
import { quote } from "./quote.ts";
import type { FetchFailureKind, PageQuery, RawRecord, SourceMeta } from "./source-client.ts";
import { type RecordSpan, splitRecords } from "./split-records.ts";
import { updatedAtOf } from "./updated-at.ts";

/** PostgreSQL reads JSON recursively, and its stack is limited. */
const DEEPEST_NESTING = 500;
const UTF8_BOM = Buffer.from([0xef, 0xbb, 0xbf]);

const count = z.int().min(0).nullable().catch(null);
const NO_META = { current_page: null, items_per_page: null, total_items: null };
const envelope = z
  .object({ current_page: count, items_per_page: count, total_items: count })
  .catch(NO_META)
  .transform(
    (meta): SourceMeta => ({
      currentPage: meta.current_page,
      itemsPerPage: meta.items_per_page,
      totalItems: meta.total_items,
    }),
  );

export interface ReadPage {
  meta: SourceMeta;
  records: RawRecord[];
  beyondEnd: boolean;
}

export type PageOutcome = ReadPage | { kind: FetchFailureKind; message: string };

/** What the source says of a page that does not exist. */
export const pageBeyondEnd: ReadPage = {
  meta: { currentPage: null, itemsPerPage: null, totalItems: null },
  records: [],
  beyondEnd: true,
};

/** Reads the body of a 200: its records are cut out of it as they were sent, never encoded again. */
export function readPage(bytes: Buffer, contentType: string | null, query: PageQuery): PageOutcome {
  const charset = charsetOf(contentType);
  if (!charset)
    return unreadable(`The source's answer is in an unknown charset, ${quote(charsetName(contentType))}.`);
  const decoded = charset.decode(bytes);
  const cut = decoded === null ? cutBytes(bytes, charset) : cutText(decoded);
  if (cut === null) return unreadable(notJson(decoded, bytes, charset));
  const { json, records } = cut;
  const meta = envelope.parse(isObject(json) ? json.meta : undefined);
  if (query.page > 1 && meta.currentPage !== null && meta.currentPage < query.page)
    return { meta, records: [], beyondEnd: true };
  if (records) return { meta, records, beyondEnd: false };
  if (isEmptyList(json, meta, query)) return { meta, records: [], beyondEnd: false };
  return {
    kind: "contract-broken",
    message: `The source's answer is JSON without an array "data" (it begins with ${excerpt(bytes, decoded)}): compare it with the contract in docs/source-contract.md.`,
  };
}

interface CutPage {
  json: unknown;
  /** Null where there is no array `data`. */
  records: RawRecord[] | null;
}

function cutText(text: string): CutPage | null {
  const json = parse(text);
  if (json === undefined) return null;
  const values = dataOf(json);
  const records = splitRecords(text)?.map(({ start, end, nesting }, index) =>
    rawRecord(text.slice(start, end), values[index], nestedTooDeep(nesting)),
  );
  return { json, records: records ?? null };
}

/** Bytes that are not valid in their charset: read as Latin-1, where each byte is a character, then decoded one record at a time. */
function cutBytes(bytes: Buffer, charset: Charset): CutPage | null {
  if (!charset.cutsAsBytes) return null;
  const body = bytes.subarray(0, UTF8_BOM.length).equals(UTF8_BOM) ? bytes.subarray(UTF8_BOM.length) : bytes;
  const latin1 = body.toString("latin1");
  const json = parse(latin1);
  if (json === undefined) return null;
  const values = dataOf(json);
  const records = splitRecords(latin1)?.map((span, index) =>
    decodeRecord(body, latin1, span, values[index], charset),
  );
  return { json, records: records ?? null };
}

function decodeRecord(
  body: Buffer,
  latin1: string,
  { start, end, nesting }: RecordSpan,
  latin1Value: unknown,
  charset: Charset,
): RawRecord {
  const text = charset.decode(body.subarray(start, end));
  return text === null
    ? rawRecord(latin1.slice(start, end), latin1Value, "undecodable")
    : rawRecord(text, JSON.parse(text), nestedTooDeep(nesting));
}

const nestedTooDeep = (nesting: number): RawRecord["unstorable"] =>
  nesting > DEEPEST_NESTING ? "nested-too-deep" : null;

const rawRecord = (text: string, value: unknown, unstorable: RawRecord["unstorable"]): RawRecord => ({
  text,
  value,
  updatedAt: updatedAtOf(value),
  unstorable,
});

/** Undefined when it is not complete JSON. */
function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function dataOf(json: unknown): readonly unknown[] {
  return isObject(json) && Array.isArray(json.data) ? json.data : [];
}

/** Some sources write an empty list as null; only where their own count says that the page is empty is it one. */
function isEmptyList(json: unknown, { totalItems }: SourceMeta, { page, limit }: PageQuery): boolean {
  return isObject(json) && json.data === null && totalItems !== null && totalItems <= (page - 1) * limit;
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

const unreadable = (message: string): PageOutcome => ({ kind: "unreadable", message });

function notJson(decoded: string | null, bytes: Buffer, charset: Charset): string {
  if (bytes.length === 0) return "The source's answer is empty.";
  const begins = `${bytes.length} bytes, it begins with ${excerpt(bytes, decoded)}`;
  if (/^\s*</.test(decoded ?? ""))
    return `The source answered with a page of HTML or XML instead of JSON (${begins}).`;
  if (decoded === null)
    return `The source's answer is neither valid ${charset.name} nor complete JSON (${begins}).`;
  return `The source's answer is not complete JSON (${begins}).`;
}

/** In characters: enough to tell what it is, little of what it holds. */
const EXCERPT_LENGTH = 80;
const excerpt = (bytes: Buffer, decoded: string | null): string =>
  quote(decoded?.slice(0, EXCERPT_LENGTH) ?? bytes.subarray(0, EXCERPT_LENGTH).toString("latin1"));
