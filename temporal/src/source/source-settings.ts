import { z } from "zod";

/** SOURCE_API_URL. Its value is never shown: it can hold a password. */
export const sourceUrl = z
  .string({ error: "SOURCE_API_URL is not set: set it to the source's address" })
  .superRefine((text, context) => {
    const problem = problemOfUrl(text);
    if (problem) context.addIssue({ code: "custom", message: `SOURCE_API_URL ${problem}` });
  });

function problemOfUrl(text: string): string | null {
  const url = URL.parse(text);
  if (!url || !/^https?:$/.test(url.protocol)) return "is not an http:// or https:// address";
  if (/\s/.test(text)) return "contains a space or a line break: set only the address";
  if (url.username || url.password)
    return "contains a user or a password: set the address without them, and the key in SOURCE_API_KEY";
  // URL leaves out an empty query and an empty fragment, but the path of the list would be added behind them.
  if (/[?#]/.test(text)) return "contains a query (?) or a fragment (#): set the address without them";
  return null;
}

/** SOURCE_API_KEY. A header carries it, so that fetch would refuse other characters in an error that quotes it. */
export const sourceKey = z
  .string({ error: "SOURCE_API_KEY must be set: it is the source's bearer key" })
  .regex(/^[\x21-\x7e](?:[\x20-\x7e]*[\x21-\x7e])?$/, {
    error:
      "SOURCE_API_KEY contains a line break, a control character, a character outside ASCII (such as a typographic quote) or leading or trailing space: set only the key",
  });
