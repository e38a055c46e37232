/** In characters: enough to recognize a field's content. */
const MAX_TEXT = 200;
const MAX_NAME = 100;
const DEEP = "(deeply nested)";
/** Escapes that JSON.stringify writes for text that PostgreSQL cannot store. */
const UNSTORABLE_ESCAPE = /\\u(?:0000|d[89a-f])/;

/** A field's name as text that PostgreSQL can store, truncated to fit an index entry. */
export const storableName = (name: string): string => storableText(name, MAX_NAME);

/** A value that PostgreSQL can store as JSON; a long or unstorable one is truncated to text. */
export function storableExample(value: unknown): unknown {
  if (typeof value === "string") return storableText(value, MAX_TEXT);
  if (typeof value !== "object" || value === null) return value;
  const json = stringify(value);
  if (json === null) return DEEP;
  return json.length <= MAX_TEXT && !UNSTORABLE_ESCAPE.test(json) ? value : storableText(json, MAX_TEXT);
}

function storableText(text: string, longest: number): string {
  const cut = text.length > longest ? `${text.slice(0, longest - 1)}…` : text;
  // PostgreSQL's text allows neither NUL nor a lone surrogate, which truncation can leave.
  return cut.replaceAll("\0", "\uFFFD").toWellFormed();
}

/** Null if the value is nested too deep: JSON.stringify is recursive. */
function stringify(value: object): string | null {
  try {
    return JSON.stringify(value);
  } catch {
    return null;
  }
}
