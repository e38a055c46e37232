import { error } from "@sveltejs/kit";
import { readJson } from "#lib/api.ts";
import { loadContent } from "#lib/load-page.ts";
import { m } from "#lib/paraglide/messages.js";
import type { PageLoad } from "./$types";

export const load: PageLoad = (event) =>
  loadContent(event, async (api) => {
    const { data, meta } = await readJson(
      api.analytics.enrichments[":id"].$get({ param: event.params, query: {} }),
    );
    const { enrichment } = data;
    // Only rejected versions are known: there is nothing to show yet.
    if (!enrichment) error(404, m.error_not_found());
    return { ...data, enrichment, maxVersions: meta.max_versions };
  });
