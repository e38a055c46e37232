import { listViewCookie, parseListView } from "#lib/list-view.ts";
import { mayOperate } from "#lib/server/operate.ts";
import { settings } from "#lib/server/settings.ts";
import { parseTheme, themeCookie } from "#lib/theme.ts";
import type { LayoutServerLoad } from "./$types";

/** Reads no URL, so that the browser never asks the server for it again: what changes, it reads itself. */
export const load: LayoutServerLoad = async ({ cookies, locals }) => ({
  theme: parseTheme(cookies.get(themeCookie)),
  listView: parseListView(cookies.get(listViewCookie)),
  /** Without its key, which stays on the server. */
  session: locals.session && { name: locals.session.name, scope: locals.session.scope },
  mayOperate: await mayOperate(locals),
  /** Undefined if others than this machine use the dashboard: for them the API has another address. */
  analyticsApiUrl: settings.requiresSession ? undefined : settings.analyticsApiUrl,
});
