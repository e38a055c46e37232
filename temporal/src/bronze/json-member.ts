const TOKEN = /"[^"\\]*(?:\\.[^"\\]*)*"|[{}[\],:]/g;

/**
 * The source text of an object's member (the last one if the name is repeated); null if there is none. JSON.parse would lose digits of
 * large numbers and white space. Not recursive, so any nesting depth works.
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
