import { readJson } from "#lib/api.ts";
import { loadContent } from "#lib/load-page.ts";
import type { PageLoad } from "./$types";

export const load: PageLoad = (event) =>
  loadContent(event, async (api) => {
    const { data, meta } = await readJson(
      api.analytics.enrichments[":id"].$get({ param: event.params, query: {} }),
    );
    return { ...data, maxVersions: meta.max_versions };
  });
