import { parseAccept } from "hono/utils/accept";

/**
 * The first of `locales` that the user prefers, by `Accept-Language`; undefined if there is none. A language counts in each of its
 * regions: pt-PT and pt mean pt-BR.
 */
export function negotiateLocale<Locale extends string>(
  acceptLanguage: string | null,
  locales: readonly Locale[],
): Locale | undefined {
  const language = (tag: string) => tag.toLowerCase().split("-")[0];
  for (const { type, q } of parseAccept(acceptLanguage ?? "")) {
    const locale = locales.find((locale) => language(locale) === language(type));
    if (locale && q > 0) return locale;
  }
  return undefined;
}
