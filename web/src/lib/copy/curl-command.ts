import { quoteShell } from "./quote-shell.ts";

type Query = Record<string, string | readonly string[] | undefined>;

/**
 * A GET request to the analytics API, with a placeholder for the key.
 * @param apiUrl undefined: unknown to browsers, a placeholder
 */
export function curlCommand(apiUrl: string | undefined, path: string, query: Query = {}): string {
  const url = apiUrl === undefined ? `"$ANALYTICS_API_URL${path}"` : quoteShell(new URL(path, apiUrl).href);
  const parameters = Object.entries(query).flatMap(([name, value]) =>
    [value ?? []].flat().map((text) => `--data-urlencode ${quoteShell(`${name}=${text}`)}`),
  );
  return [`curl --get ${url}`, '--header "Authorization: Bearer $ANALYTICS_API_KEY"', ...parameters].join(
    " \\\n  ",
  );
}
