/**
 * A text of others within a sentence, in Unicode's isolating characters: one from right to left, or with characters that reverse what
 * follows, would otherwise change the order of the words and numbers around it.
 */
export const isolate = (text: string): string => `\u2068${text}\u2069`;
