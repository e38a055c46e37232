import type { PacedClient } from "../src/source/paced-client.ts";
import type { FetchFailure, PageQuery } from "../src/source/source-client.ts";
import { pageOf } from "./fetched-page.ts";
import { rawRecord } from "./raw-record.ts";
import { uuidOf } from "./uuid-of.ts";

/** An entry of the source's list. A job may have several. Times are in seconds since 1970, possibly with fractions. */
export interface Entry {
  job: number;
  createdAt: number;
  updatedAt: number;
  contacts: number;
  /** The text that is listed instead of `updatedAt`, which still determines order and counts. */
  updatedText?: string;
}

export interface MemorySource extends PacedClient {
  /** In any order; tests change them. */
  entries: Entry[];
  /** The number of requests received. */
  requests: number;
  /** Is called before each answer, so that a test can change the source during a read. */
  beforeAnswer: () => void;
  /** Null: the request is answered. */
  failure: (query: PageQuery) => FetchFailure | null;
  /** The total that the source reports. */
  totalOf: (listed: number, query: PageQuery) => number;
  /** `updated_since` is exclusive. */
  excludesUpdatedSince: boolean;
}

const iso = (seconds: number): string => new Date(seconds * 1_000).toISOString().replace(".000Z", "Z");

export const idOf = (job: number): string => uuidOf(`job ${job}`);

/** There are three workspaces. */
export const workspaceOf = (job: number): { id: string; name: string } => ({
  id: uuidOf(`workspace ${job % 3}`),
  name: `Workspace ${job % 3}`,
});

export const payloadOf = ({ job, createdAt, updatedAt, contacts, updatedText }: Entry): string =>
  JSON.stringify({
    id: idOf(job),
    id_workspace: workspaceOf(job).id,
    workspace_name: workspaceOf(job).name,
    total_contacts: contacts,
    contact_type: "PERSON",
    status: "COMPLETED",
    created_at: iso(createdAt),
    updated_at: updatedText ?? iso(updatedAt),
  });

/** A source in this process that implements the contract. */
export function createMemorySource(now: () => Date): MemorySource {
  const source: MemorySource = {
    entries: [],
    requests: 0,
    beforeAnswer: () => undefined,
    failure: () => null,
    totalOf: (listed) => listed,
    excludesUpdatedSince: false,
    isLimited: () => false,
    async fetchPage(query: PageQuery) {
      source.requests++;
      source.beforeAnswer();
      const failure = source.failure(query);
      if (failure) return failedFetch(query, failure, now());
      const listed = list(source, query.updatedSince);
      const page = listed.slice((query.page - 1) * query.limit, query.page * query.limit);
      const fetched = pageOf(
        page.map((entry) => rawRecord(payloadOf(entry))),
        now(),
      );
      const totalItems = source.totalOf(listed.length, query);
      return {
        ...fetched,
        request: requestOf(query),
        meta: { currentPage: query.page, itemsPerPage: query.limit, totalItems },
      };
    },
  };
  return source;
}

function list({ entries, excludesUpdatedSince }: MemorySource, updatedSince: Date | null): Entry[] {
  const since = updatedSince ? Math.floor(updatedSince.getTime() / 1_000) : null;
  const key = (entry: Entry): number => (since === null ? entry.createdAt : entry.updatedAt);
  return entries
    .filter(
      ({ updatedAt }) =>
        since === null || updatedAt > since || (updatedAt === since && !excludesUpdatedSince),
    )
    .sort((a, b) => key(a) - key(b) || a.job - b.job || a.updatedAt - b.updatedAt);
}

const failedFetch = (query: PageQuery, failure: FetchFailure, at: Date) => ({
  request: requestOf(query),
  requestedAt: at,
  answeredAt: at,
  durationMs: 0,
  sourceDate: at,
  status: null,
  retryAfter: null,
  failure,
});

function requestOf({ page, limit, updatedSince }: PageQuery): string {
  const since = updatedSince ? `&updated_since=${updatedSince.toISOString().slice(0, 19)}Z` : "";
  return `/v1/enrichments?page=${page}&limit=${limit}${since}`;
}
