import { error } from "@sveltejs/kit";
import { requireOk } from "#lib/api.ts";
import { apiQuery, parseFilters } from "#lib/filters.ts";
import { problemText } from "#lib/labels.ts";
import { parseListing } from "#lib/listing.ts";
import { getLocale } from "#lib/paraglide/runtime.js";
import { analytics, apiHeaders, throwErrorPage } from "#lib/server/analytics.ts";
import type { RequestHandler } from "./$types";

/** Streams the API's CSV of the listed jobs, in the format that spreadsheets in the language of the user expect. */
export const GET: RequestHandler = async ({ fetch, url, request }) => {
  const { filters, problems } = parseFilters(url.searchParams);
  if (problems.length > 0) error(400, problems.map(problemText).join(" "));
  const { busca, ordenar, ordem } = parseListing(url.searchParams);
  const file = analytics(fetch).analytics["enrichments.csv"].$url({
    query: {
      ...apiQuery(filters, Date.now()),
      busca,
      ordenar,
      ordem,
      formato: getLocale() === "pt-BR" ? "excel-br" : "padrao",
    },
  });
  // Without the API client, whose timeout would cut off a long file.
  const response = await requireOk(fetch(file, { headers: apiHeaders, signal: request.signal })).catch(
    throwErrorPage,
  );
  return new Response(response.body, {
    headers: {
      "Content-Type": response.headers.get("Content-Type") ?? "text/csv; charset=utf-8",
      "Content-Disposition": response.headers.get("Content-Disposition") ?? "attachment",
    },
  });
};
