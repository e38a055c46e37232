import { z } from "zod";
import { charsetOf } from "./charset.ts";
import { quote } from "./quote.ts";
import { readBriefly } from "./read-body.ts";

const text = z.string().trim().min(1).optional().catch(undefined);
const nested = z.union([z.string(), z.object({ message: z.string() }).transform(({ message }) => message)]);
/** A problem of RFC 9457, or what others send in its place. */
const problem = z.object({
  detail: text,
  title: text,
  message: text,
  error: nested.pipe(z.string().trim().min(1)).optional().catch(undefined),
});

/** What the source itself says of its refusal, quoted; null when it says nothing. Never throws. */
export async function readSourceWords(response: Response): Promise<string | null> {
  const bytes = await readBriefly(response.body);
  if (bytes.length === 0) return null;
  const words = charsetOf(response.headers.get("content-type"))?.decode(bytes) ?? bytes.toString("latin1");
  return quote(reasonIn(words) ?? words);
}

function reasonIn(words: string): string | undefined {
  try {
    const { detail, title, message, error } = problem.parse(JSON.parse(words));
    return detail ?? message ?? error ?? title;
  } catch {
    return undefined;
  }
}
