import { ApiFailure, readJson } from "#lib/api.ts";
import { loadContent } from "#lib/load-page.ts";
import type { PageLoad } from "./$types";

export const load: PageLoad = (event) =>
  loadContent(event, async (api) => {
    const runs = api.pipeline.runs[":id"];
    const request = { param: event.params, query: {} };
    const [run, proof] = await Promise.all([
      readJson(runs.$get(request)).then(({ data }) => data),
      readJson(runs.proof.$get(request))
        .then(({ data }) => data)
        .catch(ignoreNotFound),
    ]);
    return { run, proof };
  });

/** Not every run has a proof. */
function ignoreNotFound(failure: unknown): null {
  if (failure instanceof ApiFailure && failure.status === 404) return null;
  throw failure;
}
