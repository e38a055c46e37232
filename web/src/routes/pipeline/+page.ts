import { readJson } from "#lib/api.ts";
import { loadContent } from "#lib/load-page.ts";
import type { PageLoad } from "./$types";

export const load: PageLoad = async (event) => {
  const page = await loadContent(event, async ({ pipeline }) => {
    const { data, meta } = await readJson(pipeline.timeline.$get({ query: {} }));
    return { ...data, hours: meta.hours, intervalSeconds: meta.interval_seconds, readAt: Date.now() };
  });
  return { ...event.data, ...page };
};
