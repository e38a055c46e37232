export interface JsonChild {
  /** An object's member name, unescaped; null in an array. */
  name: string | null;
  /** The value's own characters. */
  text: string;
}

const TOKEN = /"[^"\\]*(?:\\.[^"\\]*)*"|[{}[\],:]/g;
const OPENING = new Set(["{", "["]);
const CLOSING = new Set(["}", "]"]);

/**
 * The values directly inside an object or an array, each as it was written: JSON.parse would lose the digits of large numbers,
 * white space and doubled names. Of a text without children, such as a number, there are none.
 *
 * @param json valid JSON, however deep
 */
export function jsonChildren(json: string): JsonChild[] {
  const children: JsonChild[] = [];
  let depth = 0;
  let start = 0;
  let name: string | null = null;
  let lastString = "";
  for (const { 0: token, index } of json.matchAll(TOKEN)) {
    if (depth === 1 && (token === "," || CLOSING.has(token))) {
      const text = json.slice(start, index).trim();
      if (text !== "") children.push({ name, text });
      name = null;
      start = index + 1;
    }
    if (token.startsWith('"')) lastString = token;
    else if (token === ":" && depth === 1) {
      name = JSON.parse(lastString);
      start = index + 1;
    } else if (OPENING.has(token)) {
      if (depth === 0) start = index + 1;
      depth++;
    } else if (CLOSING.has(token)) depth--;
  }
  return children;
}

/** The text of an object's member; of a doubled name the last, as JSON.parse and PostgreSQL take it. */
export const jsonMember = (object: string, name: string): string | null =>
  jsonChildren(object).findLast((child) => child.name === name)?.text ?? null;
