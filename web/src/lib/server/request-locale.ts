import { parse } from "hono/utils/cookie";
import { cookieName, isLocale, type Locale, locales } from "../paraglide/runtime.js";
import { negotiateLocale } from "./negotiate-locale.ts";

/**
 * The language that the user has chosen, or else prefers; undefined without either. Paraglide asks its custom strategies before the
 * cookie, whatever their order is.
 */
export function requestLocale(headers: Headers | undefined): Locale | undefined {
  const chosen = parse(headers?.get("Cookie") ?? "", cookieName)[cookieName];
  return isLocale(chosen) ? chosen : negotiateLocale(headers?.get("Accept-Language") ?? null, locales);
}
