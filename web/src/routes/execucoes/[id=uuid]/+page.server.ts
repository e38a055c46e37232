import { answerOf } from "#lib/api.ts";
import { analytics, showFailure } from "#lib/server/analytics.ts";
import type { PageServerLoad } from "./$types";

export const load: PageServerLoad = async ({ fetch, params }) => {
  const { data } = await answerOf(
    analytics(fetch).pipeline.runs[":id"].$get({ param: params, query: {} }),
  ).catch(showFailure);
  return { run: data };
};
