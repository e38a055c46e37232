import type { PacedClient } from "../src/source/paced-client.ts";
import type { PageQuery } from "../src/source/source-client.ts";
import { pageOf } from "./fetched-page.ts";
import { rawRecord } from "./raw-record.ts";
import { uuidOf } from "./uuid-of.ts";

/** An entry of the source's list: a job may have two. Times are seconds since 1970. */
export interface Entry {
  job: number;
  createdAt: number;
  updatedAt: number;
  contacts: number;
}

export interface MemorySource extends PacedClient {
  /** In no order. Tests change it as they like. */
  entries: Entry[];
  /** Requests so far. */
  requests: number;
  /** Is called before each answer: the source may move while it is being read. */
  beforeAnswer: () => void;
}

const iso = (seconds: number): string => new Date(seconds * 1_000).toISOString().replace(".000Z", "Z");

export const idOf = (job: number): string => uuidOf(`job ${job}`);

const payloadOf = ({ job, createdAt, updatedAt, contacts }: Entry): string =>
  JSON.stringify({
    id: idOf(job),
    id_workspace: uuidOf(`workspace ${job % 3}`),
    workspace_name: `Workspace ${job % 3}`,
    total_contacts: contacts,
    contact_type: "PERSON",
    status: "COMPLETED",
    created_at: iso(createdAt),
    updated_at: iso(updatedAt),
  });

/** A source in this process that keeps the contract: filtered and ordered by `updated_at`, without it by `created_at`. */
export function createMemorySource(now: () => Date): MemorySource {
  const source: MemorySource = {
    entries: [],
    requests: 0,
    beforeAnswer: () => undefined,
    isLimited: () => false,
    async fetchPage(query: PageQuery) {
      source.requests++;
      source.beforeAnswer();
      const listed = list(source.entries, query.updatedSince);
      const page = listed.slice((query.page - 1) * query.limit, query.page * query.limit);
      const fetched = pageOf(
        page.map((entry) => rawRecord(payloadOf(entry))),
        now(),
      );
      return {
        ...fetched,
        request: requestOf(query),
        meta: { currentPage: query.page, itemsPerPage: query.limit, totalItems: listed.length },
      };
    },
  };
  return source;
}

function list(entries: readonly Entry[], updatedSince: Date | null): Entry[] {
  const since = updatedSince ? Math.floor(updatedSince.getTime() / 1_000) : null;
  const key = (entry: Entry): number => (since === null ? entry.createdAt : entry.updatedAt);
  return entries
    .filter((entry) => since === null || entry.updatedAt >= since)
    .sort((a, b) => key(a) - key(b) || a.job - b.job || a.updatedAt - b.updatedAt);
}

function requestOf({ page, limit, updatedSince }: PageQuery): string {
  const since = updatedSince ? `&updated_since=${updatedSince.toISOString().slice(0, 19)}Z` : "";
  return `/v1/enrichments?page=${page}&limit=${limit}${since}`;
}
