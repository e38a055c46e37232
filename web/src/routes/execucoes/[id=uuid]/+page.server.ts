import { ApiFailure, readJson } from "#lib/api.ts";
import { analytics, throwErrorPage } from "#lib/server/analytics.ts";
import type { PageServerLoad } from "./$types";

export const load: PageServerLoad = async ({ fetch, params }) => {
  const runs = analytics(fetch).pipeline.runs[":id"];
  const request = { param: params, query: {} };
  const [run, proof] = await Promise.all([
    readJson(runs.$get(request)).then(({ data }) => data),
    readJson(runs.proof.$get(request))
      .then(({ data }) => data)
      .catch(ignoreNotFound),
  ]).catch(throwErrorPage);
  return { run, proof };
};

/** Not every run has a proof. */
function ignoreNotFound(failure: unknown): null {
  if (failure instanceof ApiFailure && failure.status === 404) return null;
  throw failure;
}
