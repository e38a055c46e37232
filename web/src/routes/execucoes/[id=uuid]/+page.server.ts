import { ApiFailure, answerOf } from "#lib/api.ts";
import { analytics, showFailure } from "#lib/server/analytics.ts";
import type { PageServerLoad } from "./$types";

export const load: PageServerLoad = async ({ fetch, params }) => {
  const runs = analytics(fetch).pipeline.runs[":id"];
  const request = { param: params, query: {} };
  const [run, proof] = await Promise.all([
    answerOf(runs.$get(request)).then(({ data }) => data),
    answerOf(runs.proof.$get(request))
      .then(({ data }) => data)
      .catch(noneWhereThereIsNone),
  ]).catch(showFailure);
  return { run, proof };
};

/** Not every run has a proof. */
function noneWhereThereIsNone(failure: unknown): null {
  if (failure instanceof ApiFailure && failure.status === 404) return null;
  throw failure;
}
