import { readJson } from "#lib/api.ts";
import { loadContent, NOTHING_READ } from "#lib/load-page.ts";
import { parseRunFilters } from "#lib/run-filters.ts";
import type { PageLoad } from "./$types";

/** Runs on a page. */
const LIMIT = "50";

export const load: PageLoad = async (event) => {
  const cursor = event.url.searchParams.get("cursor") ?? undefined;
  const { filters, problems } = parseRunFilters(event.url.searchParams);
  const parsed = { filters, refused: problems };
  if (Object.keys(problems).length > 0) return { ...parsed, cursor, ...NOTHING_READ };
  const page = await loadContent(event, ({ pipeline }) =>
    readJson(pipeline.runs.$get({ query: { ...filters, limit: LIMIT, cursor } })),
  );
  return { ...parsed, cursor, ...page };
};
