import { redirect } from "@sveltejs/kit";
import { listViewCookie, listViewText, parseListView } from "#lib/list-view.ts";
import { cookieMaxAge, cookieName, isLocale } from "#lib/paraglide/runtime.js";
import { returnPath } from "#lib/return-path.ts";
import { parseTheme, themeCookie } from "#lib/theme.ts";
import type { RequestHandler } from "./$types";

/**
 * Stores the language (`idioma`), the theme (`tema`) or the view of the list of enrichments (`lista`) in a cookie and redirects to
 * `volta`. Works without JavaScript.
 */
export const GET: RequestHandler = ({ url, cookies }) => {
  // Readable by scripts, which need the language. Not a secret, so plain HTTP is fine.
  const options = {
    path: "/",
    maxAge: cookieMaxAge,
    httpOnly: false,
    secure: false,
    sameSite: "lax",
  } as const;
  const locale = url.searchParams.get("idioma");
  if (isLocale(locale)) cookies.set(cookieName, locale, options);
  const theme = url.searchParams.get("tema");
  if (theme !== null) cookies.set(themeCookie, parseTheme(theme), options);
  const listView = url.searchParams.get("lista");
  if (listView !== null) cookies.set(listViewCookie, listViewText(parseListView(listView)), options);
  redirect(303, returnPath(url.searchParams.get("volta"), url));
};
