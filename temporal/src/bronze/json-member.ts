const TOKEN = /"[^"\\]*(?:\\.[^"\\]*)*"|[{}[\],:]/g;

/**
 * The text of an object's member as it was written, of a doubled name the last; null where there is none. JSON.parse would
 * lose the digits of large numbers, and white space. Without recursion, as deep as the object may be.
 *
 * @param object a valid JSON object
 */
export function jsonMember(object: string, name: string): string | null {
  let member: string | null = null;
  let depth = 0;
  let lastString = "";
  let start: number | null = null;
  for (const { 0: token, index } of object.matchAll(TOKEN)) {
    if (token.startsWith('"')) lastString = token;
    if (start !== null && depth === 1 && (token === "," || token === "}")) {
      member = object.slice(start, index).trim();
      start = null;
    }
    if (token === ":" && depth === 1 && JSON.parse(lastString) === name) start = index + 1;
    if (token === "{" || token === "[") depth++;
    if (token === "}" || token === "]") depth--;
  }
  return member;
}
