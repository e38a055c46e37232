import { error } from "@sveltejs/kit";
import { type Filters, parseFilters } from "#lib/filters.ts";
import { m } from "#lib/paraglide/messages.js";

/** The filters of a URL, or an error page that names the invalid ones. */
export function requireFilters(url: URL): Filters {
  const parsed = parseFilters(url.searchParams);
  if ("filters" in parsed) return parsed.filters;
  error(400, parsed.bad.map(({ name, value }) => m.error_bad_filter({ name, value })).join(" "));
}
