import { type ListView, listViewText } from "#lib/list-view.ts";
import { notify } from "#lib/notify.svelte.ts";
import { m } from "#lib/paraglide/messages.js";
import { resolve } from "$app/paths";

/** What the user has chosen since this page was loaded: newer than what the server read from the cookie. */
const chosen = $state<{ view: ListView | undefined }>({ view: undefined });

/** @param stored the view in the cookie when the page was loaded */
export const shownListView = (stored: ListView): ListView => chosen.view ?? stored;

/** Shows another view. The server keeps it in a cookie, for the first paint of the next visit. */
export async function chooseListView(view: ListView): Promise<void> {
  chosen.view = view;
  const query = new URLSearchParams({ lista: listViewText(view) });
  const isKept = await fetch(`${resolve("/preferencias")}?${query}`, { redirect: "manual" }).then(
    ({ type }) => type === "opaqueredirect",
    () => false,
  );
  if (!isKept) await notify("error", m.view_not_kept());
}
