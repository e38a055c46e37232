import { once } from "node:events";
import { finished } from "node:stream/promises";
import { setTimeout as sleep } from "node:timers/promises";
import type { WarehouseClient } from "@enrichment-monitor/warehouse";

export interface ReaderSource {
  readonly sourceUrl: string;
  readonly sourceKey: string;
}

interface Page {
  readonly meta: { readonly total_items: number };
  readonly data: readonly { readonly id: string; readonly updated_at: string }[];
}

const PAGE_SIZE = 100;
const TIMEOUT_MS = 10_000;
const FIRST_PAUSE_MS = 250;
const MAX_PAUSE_MS = 10_000;
const LONG_AGO = "2000-01-01T00:00:00Z";

/**
 * A simple reader for comparison: a few connections, each with a share of the records by `updated_at`, and one table. It repeats each request
 * until it succeeds. It has no rules and no history, and cannot resume after a crash.
 *
 * @param connections 1 if records are updated while they are read: a record could move past a share whose end has been read
 * @returns the number of distinct records
 */
export async function readPlainly(
  sql: WarehouseClient,
  source: ReaderSource,
  connections: number,
): Promise<number> {
  await sql`drop table if exists plain_records`;
  await sql`create table plain_records (id text not null, record json not null)`;
  const copy = await sql`copy plain_records from stdin`.writable();

  async function readSpan(from: string, to: string | undefined): Promise<void> {
    let [since, page] = [from, 1];
    while (to === undefined || since < to) {
      const { data } = await fetchPage(source, { page, limit: PAGE_SIZE, since });
      const lines = data.map(
        (record) => `${record.id}\t${JSON.stringify(record).replaceAll("\\", "\\\\")}\n`,
      );
      if (!copy.write(lines.join(""))) await once(copy, "drain");
      const last = data.at(-1);
      if (!last || data.length < PAGE_SIZE) return;
      // After a page of a single second comes the next page of this second.
      [since, page] = last.updated_at === since ? [since, page + 1] : [last.updated_at, 1];
    }
  }

  const bounds = await findBounds(source, connections);
  await Promise.all(bounds.map((from, index) => readSpan(from, bounds[index + 1])));
  await finished(copy.end());
  const [counted] = await sql<{ records: number }[]>`select count(distinct id) as records from plain_records`;
  return Number(counted?.records);
}

async function findBounds(source: ReaderSource, shares: number): Promise<string[]> {
  const { meta } = await fetchPage(source, { page: 1, limit: 1, since: LONG_AGO });
  const bounds = [LONG_AGO];
  for (let share = 1; share < shares; share++) {
    const page = Math.ceil((share * meta.total_items) / shares);
    const { data } = await fetchPage(source, { page, limit: 1, since: LONG_AGO });
    if (data[0]) bounds.push(data[0].updated_at);
  }
  return bounds;
}

async function fetchPage(
  source: ReaderSource,
  query: { page: number; limit: number; since: string },
): Promise<Page> {
  const { page, limit, since } = query;
  const url = `${source.sourceUrl}/v1/enrichments?page=${page}&limit=${limit}&updated_since=${since}`;
  for (let failures = 0; ; failures++) {
    let retryAfter: string | null = null;
    try {
      const response = await fetch(url, {
        headers: { authorization: `Bearer ${source.sourceKey}` },
        signal: AbortSignal.timeout(TIMEOUT_MS),
      });
      const body = await response.text();
      if (response.status === 200) return JSON.parse(body) as Page;
      retryAfter = response.headers.get("retry-after");
    } catch {
      // No answer, or one that is not JSON: repeated like any other failure.
    }
    const backOff = Math.min(FIRST_PAUSE_MS * 2 ** failures, MAX_PAUSE_MS);
    await sleep(retryAfter === null ? backOff : Number(retryAfter) * 1_000);
  }
}
