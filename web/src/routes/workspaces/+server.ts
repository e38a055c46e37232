import { json } from "@sveltejs/kit";
import { analytics, throwErrorPage } from "#lib/server/analytics.ts";
import { searchWorkspaces } from "#lib/server/workspaces.ts";
import type { RequestHandler } from "./$types";

/** Searches workspaces by `busca`, for the workspace filter. */
export const GET: RequestHandler = async ({ fetch, url }) => {
  const search = url.searchParams.get("busca")?.trim();
  if (!search) return json([]);
  return json(await searchWorkspaces(analytics(fetch), search).catch(throwErrorPage));
};
