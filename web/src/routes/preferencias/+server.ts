import { redirect } from "@sveltejs/kit";
import { cookieMaxAge, cookieName, isLocale } from "#lib/paraglide/runtime.js";
import { returnPath } from "#lib/return-path.ts";
import { parseTheme, themeCookie } from "#lib/theme.ts";
import type { RequestHandler } from "./$types";

/** Remembers the language (`idioma`) or the theme (`tema`) and goes back to the page `volta`. Works without JavaScript. */
export const GET: RequestHandler = ({ url, cookies }) => {
  // Readable by scripts, which show the same language; no secret, so it may also travel over plain HTTP.
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
  redirect(303, returnPath(url.searchParams.get("volta"), url));
};
