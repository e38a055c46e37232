import { z } from "zod/mini";

export const MAX_NAME = 80;

/** Not a real site: a path must not lead to another one. */
const OWN_SITE = "https://dashboard.invalid";

const isOwnPath = (path: string): boolean =>
  path.startsWith("/") && URL.parse(path, OWN_SITE)?.origin === OWN_SITE;

const savedView = z.object({
  name: z.string().check(z.trim(), z.minLength(1), z.maxLength(MAX_NAME)),
  /** Path and query of a page. */
  path: z.string().check(z.refine(isOwnPath)),
});

/** A page with its filters, under a name that no other view has. */
export type SavedView = z.output<typeof savedView>;

/** The views in a stored text; a broken one is dropped. */
export function parseSavedViews(text: string | null): SavedView[] {
  const stored = z.array(z.unknown()).safeParse(parseJson(text));
  const views = new Map<string, SavedView>();
  for (const entry of stored.data ?? []) {
    const { data } = savedView.safeParse(entry);
    if (data && !views.has(data.name)) views.set(data.name, data);
  }
  return [...views.values()];
}

function parseJson(text: string | null): unknown {
  try {
    return text === null ? undefined : JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** With a view under a new name, or with another page under a name that there is. */
export const addView = (views: readonly SavedView[], view: SavedView): SavedView[] => [
  ...removeView(views, view.name),
  view,
];

export const removeView = (views: readonly SavedView[], name: string): SavedView[] =>
  views.filter((view) => view.name !== name);

/** Replaces a view that another tab has saved under the new name meanwhile. */
export const renameView = (views: readonly SavedView[], from: string, to: string): SavedView[] =>
  views
    .filter(({ name }) => name === from || name !== to)
    .map((view) => (view.name === from ? { ...view, name: to } : view));
