import { readJson } from "#lib/api.ts";
import { loadContent } from "#lib/load-page.ts";
import { numberVersions } from "#lib/number-versions.ts";
import type { PageLoad } from "./$types";

export const load: PageLoad = (event) =>
  loadContent(event, async (api) => {
    const { data, meta } = await readJson(
      api.analytics.enrichments[":id"].$get({ param: event.params, query: {} }),
    );
    const { history, ...job } = data;
    return { ...job, versions: numberVersions(history), maxVersions: meta.max_versions };
  });
