import { error, type LoadEvent, redirect } from "@sveltejs/kit";
import { browser } from "$app/env";
import { type Api, ApiFailure, createApi, readJson } from "./api.ts";
import { contentKey, pipelineKey } from "./data-keys.ts";
import { type FilterProblem, type Filters, parseFilters } from "./filters.ts";
import { createLastKnown, type Known } from "./last-known.ts";
import { m } from "./paraglide/messages.js";
import type { StatusAnswer } from "./pipeline.ts";

/** Pages whose newest content is kept: enough for going back and forth. */
const KEPT_PAGES = 20;

const lastKnown = createLastKnown(browser ? KEPT_PAGES : 0);

export const NOTHING_READ = {
  content: undefined,
  readAt: undefined,
  failure: undefined,
  failingSince: undefined,
} as const;

type Event = Pick<LoadEvent, "fetch" | "url" | "depends">;

/**
 * Loads a page that does not depend on the filters. A failure of the network, the API or the warehouse does not throw: the page
 * keeps its last known content, or is shown without any. What is not found is an error page (404).
 */
export async function loadContent<Content>(
  { fetch, url, depends }: Event,
  read: (api: Api) => Promise<Content>,
): Promise<Known<Content>> {
  depends(contentKey);
  return await lastKnown
    .read(url.pathname + url.search, () => read(createApi({ fetch })))
    .then((known) => {
      if (known.failure?.status === 401) redirect(303, signInAgain(url));
      return known;
    })
    .catch((failure: unknown) => {
      if (failure instanceof ApiFailure) error(404, m.error_not_found());
      throw failure;
    });
}

const signInAgain = ({ pathname, search }: URL): string =>
  `/entrar?${new URLSearchParams({ volta: pathname + search })}`;

export interface FilteredPage<Content> extends Known<Content> {
  filters: Filters;
  /** Filters in the URL that are refused; nothing is read then. */
  problems: FilterProblem[];
}

/**
 * Loads a page with the filter bar, as `loadContent` does. `now`, in epoch milliseconds, is the end of preset periods.
 * @param own problems of filters that only this page has
 */
export async function loadFiltered<Content>(
  event: Event,
  read: (api: Api, filters: Filters, now: number) => Promise<Content>,
  own: readonly FilterProblem[] = [],
): Promise<FilteredPage<Content>> {
  const { filters, problems: shared } = parseFilters(event.url.searchParams);
  const problems = [...shared, ...own];
  if (problems.length > 0) return { filters, problems, ...NOTHING_READ };
  return { filters, problems, ...(await loadContent(event, (api) => read(api, filters, Date.now()))) };
}

/** The pipeline's status, or what was last known of it. */
export function readPipeline({ fetch, depends }: Omit<Event, "url">): Promise<Known<StatusAnswer>> {
  depends(pipelineKey);
  return lastKnown.read(pipelineKey, () =>
    readJson(createApi({ fetch }).pipeline.status.$get({ query: {} })),
  );
}
