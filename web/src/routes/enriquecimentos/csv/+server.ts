import { successful } from "#lib/api.ts";
import { apiQuery } from "#lib/filters.ts";
import { parseListing } from "#lib/listing.ts";
import { getLocale } from "#lib/paraglide/runtime.js";
import { analytics, credentials, showFailure } from "#lib/server/analytics.ts";
import { requireFilters } from "#lib/server/filters.ts";
import type { RequestHandler } from "./$types";

/** Streams the API's CSV of the same jobs, in the form that a spreadsheet of the reader's language opens as it is. */
export const GET: RequestHandler = async ({ fetch, url, request }) => {
  const { busca, ordenar, ordem } = parseListing(url.searchParams);
  const file = analytics(fetch).analytics["enrichments.csv"].$url({
    query: {
      ...apiQuery(requireFilters(url), Date.now()),
      busca,
      ordenar,
      ordem,
      formato: getLocale() === "pt-BR" ? "excel-br" : "padrao",
    },
  });
  // Not by the client, which would cut a long file off at its time limit.
  const answer = await successful(fetch(file, { headers: credentials, signal: request.signal })).catch(
    showFailure,
  );
  return new Response(answer.body, {
    headers: {
      "Content-Type": answer.headers.get("Content-Type") ?? "text/csv; charset=utf-8",
      "Content-Disposition": answer.headers.get("Content-Disposition") ?? "attachment",
    },
  });
};
