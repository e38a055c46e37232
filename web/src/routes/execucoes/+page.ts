import { readJson } from "#lib/api.ts";
import { loadContent } from "#lib/load-page.ts";
import type { PageLoad } from "./$types";

export const load: PageLoad = async (event) => {
  const cursor = event.url.searchParams.get("cursor") ?? undefined;
  const page = await loadContent(event, (api) =>
    readJson(api.pipeline.runs.$get({ query: { limit: "50", cursor } })),
  );
  return { ...event.data, cursor, ...page };
};
