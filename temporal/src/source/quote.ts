/** Maximum length of a quote of the source, in characters. */
const MAX_QUOTE = 200;

/** Text of the source for a message: one line, without control characters, truncated. */
export function quote(text: string): string {
  const plain = text.replaceAll(/[\s\p{Cc}\p{Cf}\p{Cs}]+/gu, " ").trim();
  if (plain.length <= MAX_QUOTE) return `"${plain}"`;
  // PostgreSQL's text cannot hold the first half of a pair that the cut may leave.
  return `"${plain.slice(0, MAX_QUOTE).replace(/\p{Cs}$/u, "")}…"`;
}
