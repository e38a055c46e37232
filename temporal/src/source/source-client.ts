import { getWithinOrigin } from "./follow-redirects.ts";
import { readHttpDate } from "./http-date.ts";
import { describeNetworkFailure, isBrokenCompression } from "./network-failure.ts";
import { readBody, readBriefly } from "./read-body.ts";
import { retryDelayMs } from "./retry-after.ts";
import { pageBeyondEnd, type ReadPage, readPage } from "./source-page.ts";
import { readSourceWords } from "./source-words.ts";

export interface PageQuery {
  page: number;
  /** 1 to 1000; the contract allows 100. */
  limit: number;
  /** Null: not sent. */
  updatedSince: Date | null;
}

export type FetchFailureKind =
  /** 429. */
  | "rate-limited"
  /** 408, 5xx or no answer. */
  | "unavailable"
  /** An answer, but not complete JSON. */
  | "unreadable"
  /** Any other 4xx. */
  | "refused"
  /** 401 or 403. */
  | "unauthorized"
  /** To another origin, where the key is not sent. */
  | "redirected"
  /** JSON without an array `data`. */
  | "contract-broken";

export interface FetchFailure {
  kind: FetchFailureKind;
  /** A sentence for people, in the source's own words where it spoke. */
  message: string;
  /** What Retry-After asks, in milliseconds, when it was sent with a 429 or 503 and could be read; 0 means at once. */
  retryDelayMs?: number;
}

export interface FetchFacts {
  /** Path and query as sent. */
  request: string;
  requestedAt: Date;
  durationMs: number;
  /** By our clock. */
  answeredAt: Date;
  /** The source's clock, by its Date header; null when it does not tell. */
  sourceDate: Date | null;
  /** Null when no response arrived. */
  status: number | null;
  retryAfter: string | null;
}

/** Each null where missing or not a non-negative integer. */
export interface SourceMeta {
  currentPage: number | null;
  itemsPerPage: number | null;
  totalItems: number | null;
}

export interface RawRecord {
  /** The record's own characters, cut out of the answer, never encoded again. */
  text: string;
  /** As JSON.parse reads it. */
  value: unknown;
  /** Null where it is missing or cannot be read. */
  updatedAt: Date | null;
  /**
   * Why PostgreSQL's json type cannot hold `text`; null when it can. "undecodable": bytes that are not valid in the
   * answer's charset; `text` and `value` then read each byte as a character of Latin-1.
   */
  unstorable: "nested-too-deep" | "undecodable" | null;
}

export type FetchedPage = FetchFacts & {
  meta: SourceMeta;
  records: RawRecord[];
  /** The page lies beyond the list's end: a 404, or an earlier page again. `records` is then empty. */
  beyondEnd: boolean;
};
export type FailedFetch = FetchFacts & { failure: FetchFailure };
export type SourceFetch = FetchedPage | FailedFetch;

export interface SourceClient {
  /** One request, never repeated here: repeating is Temporal's. Rejects only when `signal` is aborted. */
  fetchPage(query: PageQuery, signal: AbortSignal): Promise<SourceFetch>;
}

export interface SourceClientOptions {
  baseUrl: string;
  apiKey: string;
  /** For the whole exchange, body included. */
  timeoutMs: number;
  /** No Retry-After is obeyed for longer. */
  longestRetryAfterMs: number;
  /** Of a page, decompressed. */
  maxBodyBytes: number;
}

const LIST_PATH = "/v1/enrichments";

export const failed = (fetched: SourceFetch): fetched is FailedFetch => "failure" in fetched;

/** The source's timestamps have one-second resolution and end in Z. */
export const sourceTimestamp = (instant: Date): string => `${instant.toISOString().slice(0, 19)}Z`;

export function createSourceClient(options: SourceClientOptions): SourceClient {
  return {
    async fetchPage(query, signal) {
      const url = pageUrl(options.baseUrl, query);
      const requestedAt = new Date();
      const started = performance.now();
      const answer = await exchange(url, query, options, signal);
      return {
        request: `${url.pathname}${url.search}`,
        requestedAt,
        durationMs: Math.round(performance.now() - started),
        answeredAt: new Date(),
        ...answer,
      };
    },
  };
}

function pageUrl(baseUrl: string, { page, limit, updatedSince }: PageQuery): URL {
  const url = new URL(`${baseUrl.replace(/\/$/, "")}${LIST_PATH}`);
  url.searchParams.set("page", String(page));
  url.searchParams.set("limit", String(limit));
  if (updatedSince) url.searchParams.set("updated_since", sourceTimestamp(updatedSince));
  return url;
}

type ResponseFacts = Pick<FetchFacts, "status" | "sourceDate" | "retryAfter">;
type Outcome = ReadPage | { failure: FetchFailure };

const NO_RESPONSE: ResponseFacts = { status: null, sourceDate: null, retryAfter: null };

async function exchange(
  url: URL,
  query: PageQuery,
  options: SourceClientOptions,
  signal: AbortSignal,
): Promise<ResponseFacts & Outcome> {
  const headers = { accept: "application/json", authorization: `Bearer ${options.apiKey}` };
  const limited = AbortSignal.any([signal, AbortSignal.timeout(options.timeoutMs)]);
  let facts = NO_RESPONSE;
  try {
    const { response, redirectedTo } = await getWithinOrigin(url, headers, limited);
    facts = factsOf(response);
    if (redirectedTo !== undefined) {
      await readBriefly(response.body);
      return { ...facts, ...redirected(redirectedTo, url) };
    }
    const outcome =
      response.status === 200
        ? await readList(response, query, options)
        : await readRefusal(response, query, facts, options);
    return { ...facts, ...withoutKey(outcome, options.apiKey) };
  } catch (error) {
    signal.throwIfAborted();
    return { ...facts, ...noAnswer(error, url, options) };
  }
}

const factsOf = ({ status, headers }: Response): ResponseFacts => ({
  status,
  sourceDate: readHttpDate(headers.get("date")),
  retryAfter: headers.get("retry-after"),
});

async function readList(
  response: Response,
  query: PageQuery,
  options: SourceClientOptions,
): Promise<Outcome> {
  const { bytes, end } = await readBody(response.body, { maxBytes: options.maxBodyBytes });
  if (end === "too-large")
    return failure(
      "unreadable",
      `The source's answer is larger than ${options.maxBodyBytes} bytes: raise SOURCE_MAX_BODY_MB, or lower SOURCE_PAGE_SIZE.`,
    );
  const page = readPage(bytes, response.headers.get("content-type"), query);
  return "kind" in page ? { failure: page } : page;
}

/** An answer that is not a list. */
async function readRefusal(
  response: Response,
  { page }: PageQuery,
  { retryAfter, sourceDate }: ResponseFacts,
  { longestRetryAfterMs }: SourceClientOptions,
): Promise<Outcome> {
  const { status } = response;
  const words = await readSourceWords(response);
  const said = words ? `${status}: ${words}` : String(status);
  if (status === 404 && page > 1) return pageBeyondEnd;
  if (status === 401 || status === 403)
    return failure(
      "unauthorized",
      `The source refused the key (${said}): check SOURCE_API_KEY against the key the source expects.`,
    );
  const delayMs = retryDelayMs(retryAfter, sourceDate ?? new Date(), longestRetryAfterMs);
  if (status === 429)
    return failure(
      "rate-limited",
      `The source limited the request rate (${said}; Retry-After ${retryAfter ?? "missing"}).`,
      delayMs,
    );
  if (status === 503) return failure("unavailable", `HTTP failed: the source answered ${said}.`, delayMs);
  if (status === 408 || status >= 500)
    return failure("unavailable", `HTTP failed: the source answered ${said}.`);
  if (status === 404)
    return failure(
      "refused",
      `The source refused the request (${said}): check that SOURCE_API_URL serves ${LIST_PATH}.`,
    );
  if (status >= 400) return failure("refused", `The source refused the request (${said}).`);
  return failure("unreadable", `The source answered with ${said}; expected 200 and a list.`);
}

/** @param target null when the redirect names no place, or goes round. */
function redirected(target: URL | null, url: URL): Outcome {
  if (!target)
    return failure("redirected", "The source redirects in a loop or without a target: check SOURCE_API_URL.");
  const place = `${target.origin}${target.pathname}`;
  const base = place.endsWith(LIST_PATH) ? place.slice(0, -LIST_PATH.length) : place;
  return failure(
    "redirected",
    `The source at ${url.origin} redirects to ${place}, where the key is not sent: set SOURCE_API_URL to ${base}.`,
  );
}

function noAnswer(error: unknown, url: URL, { timeoutMs }: SourceClientOptions): Outcome {
  if (isBrokenCompression(error)) return failure("unreadable", "The source's answer cannot be decompressed.");
  return failure(
    "unavailable",
    `The request to the source failed: ${describeNetworkFailure(error, url, `${timeoutMs} ms (SOURCE_TIMEOUT_MS)`)}.`,
  );
}

/** A source can repeat the key in its refusal. */
function withoutKey(outcome: Outcome, apiKey: string): Outcome {
  if (!("failure" in outcome)) return outcome;
  const message = outcome.failure.message.replaceAll(apiKey, "<SOURCE_API_KEY>");
  return { failure: { ...outcome.failure, message } };
}

const failure = (kind: FetchFailureKind, message: string, delayMs?: number): { failure: FetchFailure } => ({
  failure: { kind, message, ...(delayMs !== undefined && { retryDelayMs: delayMs }) },
});
