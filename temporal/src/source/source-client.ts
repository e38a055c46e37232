import { z } from "zod";
import { jsonChildren, jsonMember } from "./json-children.ts";
import type { RawRecord } from "./raw-record.ts";
import { retryDelayMs } from "./retry-after.ts";
import { type SourcePage, sourcePage } from "./source-page.ts";

export interface PageQuery {
  page: number;
  /** 1 to 100. */
  limit: number;
  /** Null: not sent. */
  updatedSince: Date | null;
}

export type FetchFailureKind =
  | "rate-limited"
  | "unavailable"
  | "unreadable"
  | "unauthorized"
  | "contract-broken";

export interface FetchFailure {
  kind: FetchFailureKind;
  /** A sentence for people. */
  message: string;
  /** After a 429: how long to wait, in milliseconds. */
  retryDelayMs?: number;
}

interface FetchFacts {
  /** Path and query as sent. */
  request: string;
  requestedAt: Date;
  durationMs: number;
  /** By the source's clock where it tells (the Date header), else by ours. */
  answeredAt: Date;
  /** Null when no response arrived. */
  status: number | null;
  retryAfter: string | null;
}

export type FetchedPage = FetchFacts & { page: SourcePage; records: RawRecord[] };
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
}

export const failed = (fetched: SourceFetch): fetched is FailedFetch => "failure" in fetched;

/** The source's timestamps have one-second resolution and end in Z. */
export const sourceTimestamp = (instant: Date): string => `${instant.toISOString().slice(0, 19)}Z`;

export function createSourceClient({
  baseUrl,
  apiKey,
  timeoutMs,
  longestRetryAfterMs,
}: SourceClientOptions): SourceClient {
  return {
    async fetchPage(query, signal) {
      const url = pageUrl(baseUrl, query);
      const requestedAt = new Date();
      const started = performance.now();
      let status: number | null = null;
      let retryAfter: string | null = null;
      let sourceDate: string | null = null;
      const outcome = await (async () => {
        const response = await fetch(url, {
          headers: { accept: "application/json", authorization: `Bearer ${apiKey}` },
          signal: AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]),
        });
        status = response.status;
        retryAfter = response.headers.get("retry-after");
        sourceDate = response.headers.get("date");
        if (status === 429) return rateLimited(retryAfter, longestRetryAfterMs);
        return readResponse(status, await response.text(), query);
      })().catch((error: unknown) => {
        signal.throwIfAborted();
        return failure("unavailable", `The source did not answer: ${causeOf(error)}.`);
      });
      const durationMs = Math.round(performance.now() - started);
      return {
        request: `${url.pathname}${url.search}`,
        requestedAt,
        durationMs,
        answeredAt: readDate(sourceDate) ?? new Date(),
        status,
        retryAfter,
        ...outcome,
      };
    },
  };
}

function pageUrl(baseUrl: string, { page, limit, updatedSince }: PageQuery): URL {
  const url = new URL(`${baseUrl.replace(/\/$/, "")}/v1/enrichments`);
  url.searchParams.set("page", String(page));
  url.searchParams.set("limit", String(limit));
  if (updatedSince) url.searchParams.set("updated_since", sourceTimestamp(updatedSince));
  return url;
}

type Outcome = { page: SourcePage; records: RawRecord[] } | { failure: FetchFailure };

const failure = (kind: FetchFailureKind, message: string): { failure: FetchFailure } => ({
  failure: { kind, message },
});

const rateLimited = (retryAfter: string | null, longestMs: number): { failure: FetchFailure } => ({
  failure: {
    kind: "rate-limited",
    message: `The source asked for fewer requests (429, Retry-After ${retryAfter ?? "missing"}).`,
    retryDelayMs: retryDelayMs(retryAfter, new Date(), longestMs, Math.random()),
  },
});

function readDate(header: string | null): Date | null {
  const time = Date.parse(header ?? "");
  return Number.isNaN(time) ? null : new Date(time);
}

function readResponse(status: number, body: string, query: PageQuery): Outcome {
  if (status === 401 || status === 403)
    return failure(
      "unauthorized",
      `The source refused the key (${status}): check SOURCE_API_KEY against the key the source expects.`,
    );
  if (status === 408 || status >= 500) return failure("unavailable", `The source answered ${status}.`);
  if (status !== 200)
    return failure(
      "contract-broken",
      `The source answered ${status} to a list request: check that SOURCE_API_URL serves /v1/enrichments.`,
    );
  return readPage(body, query);
}

function readPage(body: string, query: PageQuery): Outcome {
  let json: unknown;
  try {
    json = JSON.parse(body);
  } catch {
    return failure("unreadable", `The source's answer is not whole JSON (${body.length} characters).`);
  }
  const parsed = sourcePage.safeParse(json);
  if (!parsed.success)
    return failure(
      "contract-broken",
      `The source's answer breaks the contract (${z.prettifyError(parsed.error).replaceAll("\n", " ")}): compare it with the contract in docs/source-contract.md.`,
    );
  const page = parsed.data;
  const expected = expectedRecords(page, query);
  if (page.data.length < expected)
    return failure(
      "unreadable",
      `The source announced ${expected} records on this page and sent ${page.data.length}.`,
    );
  return { page, records: recordsOf(body, page) };
}

const recordsOf = (body: string, { data }: SourcePage): RawRecord[] =>
  jsonChildren(jsonMember(body, "data") ?? "[]").map(({ text }, index) => ({
    text,
    value: data[index],
    unstorable: null,
  }));

function expectedRecords({ meta }: SourcePage, { page, limit }: PageQuery): number {
  return Math.min(limit, Math.max(0, meta.total_items - (page - 1) * limit));
}

function causeOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if (error.name === "TimeoutError") return "it took too long";
  return error.cause instanceof Error ? error.cause.message : error.message;
}
