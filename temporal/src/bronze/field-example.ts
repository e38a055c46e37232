/** In characters: enough to tell what a field holds. */
const MAX_TEXT = 200;
const MAX_NAME = 100;
const DEEP = "(deeply nested)";
/** What JSON.stringify makes of text that PostgreSQL cannot hold. */
const UNSTORABLE_ESCAPE = /\\u(?:0000|d[89a-f])/;

/** A field's name as text that PostgreSQL can hold, cut to a length that an index entry can. */
export const storableName = (name: string): string => storableText(name, MAX_NAME);

/** A value that PostgreSQL can hold as JSON, and of no great length: of one that is neither, what it begins with. */
export function storableExample(value: unknown): unknown {
  if (typeof value === "string") return storableText(value, MAX_TEXT);
  if (typeof value !== "object" || value === null) return value;
  const json = stringify(value);
  if (json === null) return DEEP;
  return json.length <= MAX_TEXT && !UNSTORABLE_ESCAPE.test(json) ? value : storableText(json, MAX_TEXT);
}

function storableText(text: string, longest: number): string {
  const cut = text.length > longest ? `${text.slice(0, longest - 1)}…` : text;
  // PostgreSQL's text has no NUL, and no half of a surrogate pair, such as a cut can leave.
  return cut.replaceAll("\0", "\uFFFD").toWellFormed();
}

/** Null where nesting is too deep for it: it is recursive. */
function stringify(value: object): string | null {
  try {
    return JSON.stringify(value);
  } catch {
    return null;
  }
}
