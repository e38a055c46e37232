import { json } from "@sveltejs/kit";
import { analytics, showFailure } from "#lib/server/analytics.ts";
import { searchWorkspaces } from "#lib/server/workspaces.ts";
import type { RequestHandler } from "./$types";

/** The workspaces that the text `busca` finds, for the filter to offer. */
export const GET: RequestHandler = async ({ fetch, url }) => {
  const search = url.searchParams.get("busca")?.trim();
  if (!search) return json([]);
  return json(await searchWorkspaces(analytics(fetch), search).catch(showFailure));
};
