import type { Context } from "hono";

/** Maximum length of a client's text in an error; in characters. */
const MAX_SHOWN = 200;

/** `text` with API keys masked: clients sometimes put them into the URL. */
const withoutKeys = (text: string): string => text.replaceAll(/em_\d+_[\w-]+/g, "em_***");

/** Path and query of a request for an error or a log, with API keys masked. */
export function requestTarget(c: Context): string {
  const { pathname, search } = new URL(c.req.url);
  return withoutKeys(pathname + search);
}

/** The beginning of a text from the client, for an error. */
export function abbreviate(text: string): string {
  const masked = withoutKeys(text);
  return masked.length <= MAX_SHOWN ? masked : `${masked.slice(0, MAX_SHOWN - 3)}...`;
}
