import { error } from "@sveltejs/kit";
import { csvProfiles } from "#lib/csv/csv-profile.ts";
import { apiQuery, parseFilters } from "#lib/filters.ts";
import { problemText } from "#lib/labels.ts";
import { parseListing } from "#lib/listing.ts";
import { analytics, apiHeaders } from "#lib/server/analytics.ts";
import { forward } from "#lib/server/forward.ts";
import { parseWeekHours } from "#lib/week-hours.ts";
import type { RequestHandler } from "./$types";

/** Streams the API's CSV of the listed jobs. Without a timeout: a long file takes its time. */
export const GET: RequestHandler = ({ fetch, url, request }) => {
  const { filters, problems: shared } = parseFilters(url.searchParams);
  const { weekHours, problems: own } = parseWeekHours(url.searchParams);
  const problems = [...shared, ...own];
  if (problems.length > 0) error(400, problems.map(problemText).join(" "));
  const { busca, ordenar, ordem } = parseListing(url.searchParams);
  const formato = csvProfiles.find((profile) => profile === url.searchParams.get("formato"));
  const file = analytics(fetch).analytics["enrichments.csv"].$url({
    query: { ...apiQuery(filters, Date.now()), ...weekHours, busca, ordenar, ordem, formato },
  });
  return forward(request, { url: file, headers: apiHeaders, fetch, signal: request.signal });
};
