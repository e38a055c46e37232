import { listViewCookie, parseListView } from "#lib/list-view.ts";
import { parseTheme, themeCookie } from "#lib/theme.ts";
import type { LayoutServerLoad } from "./$types";

/** Reads no URL, so that the browser never asks the server for it again: what it needs from the API, it reads itself. */
export const load: LayoutServerLoad = ({ cookies, locals: { session } }) => ({
  theme: parseTheme(cookies.get(themeCookie)),
  listView: parseListView(cookies.get(listViewCookie)),
  /** Without its key, which stays on the server. */
  session: session && { name: session.name, scope: session.scope },
});
