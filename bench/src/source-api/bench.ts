import Table from "cli-table3";
import { createPageClient, type PageClient } from "./page-client.ts";
import { type SourceProcess, startSourceProcess } from "./source-process.ts";

// Goals for a million records: boot in 15 s, 600 MB of memory, any page of 100 in a median of 10 ms, 2,000 pages a second. The client
// shares the machine's cores with the source.

const RECORDS = 1_000_000;
const LIMIT = 100;
const HISTORY_DAYS = 180;
const WARM_UP_PAGES = 500;
const MEASURED_PAGES = 2000;
const CONNECTIONS = 8;
const THROUGHPUT_PAGES = 20_000;
const BULK = 10_000;

interface Figure {
  readonly name: string;
  readonly measured: number;
  readonly unit: "ms" | "MB" | "pages/s";
  /** Undefined: no goal. */
  readonly atMost?: number;
  readonly atLeast?: number;
}

/** Every page is equally likely, since a page in the middle must cost as much as the first one. */
function anyPage(): string {
  return `/v1/enrichments?limit=${LIMIT}&page=${1 + Math.floor((Math.random() * RECORDS) / LIMIT)}`;
}

/** Any page since a random moment of the history. */
function anyPageSince(): string {
  const share = Math.random();
  const since = new Date(Date.now() - share * HISTORY_DAYS * 86_400_000).toISOString();
  const page = 1 + Math.floor((Math.random() * share * RECORDS) / LIMIT / 2);
  return `/v1/enrichments?limit=${LIMIT}&page=${page}&updated_since=${since}`;
}

/** The first page of the newest records, as an incremental run requests it. */
function newestPage(): string {
  const since = new Date(Date.now() - 10 * 60_000).toISOString();
  return `/v1/enrichments?limit=${LIMIT}&updated_since=${since}`;
}

function quantile(sorted: readonly number[], share: number): number {
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}

/** Reads pages one after the other. */
async function measureLatency(client: PageClient, name: string, path: () => string): Promise<Figure[]> {
  for (let page = 0; page < WARM_UP_PAGES; page++) await client.get(path());
  const times: number[] = [];
  for (let page = 0; page < MEASURED_PAGES; page++) times.push(await client.get(path()));
  times.sort((a, b) => a - b);
  return [
    { name: `${name}, median`, measured: quantile(times, 0.5), unit: "ms", atMost: 10 },
    { name: `${name}, p99`, measured: quantile(times, 0.99), unit: "ms" },
  ];
}

/** Reads pages over all connections in parallel. */
async function measureThroughput(client: PageClient): Promise<Figure> {
  let remaining = THROUGHPUT_PAGES;
  async function readPages(): Promise<void> {
    while (remaining-- > 0) await client.get(remaining % 2 === 0 ? anyPage() : anyPageSince());
  }
  const begun = performance.now();
  await Promise.all(Array.from({ length: CONNECTIONS }, readPages));
  const measured = (THROUGHPUT_PAGES / (performance.now() - begun)) * 1000;
  return { name: `pages of ${LIMIT}, ${CONNECTIONS} connections`, measured, unit: "pages/s", atLeast: 2000 };
}

async function requestAdmin(source: SourceProcess, path: string, init: RequestInit = {}): Promise<Response> {
  const headers = { authorization: `Bearer ${source.adminKey}`, "content-type": "application/json" };
  const response = await fetch(`${source.url}${path}`, { ...init, headers });
  if (!response.ok) throw new Error(`${path} returned ${response.status}: ${await response.text()}`);
  return response;
}

async function measureMemory(source: SourceProcess, when: string): Promise<Figure> {
  const stats = (await (await requestAdmin(source, "/admin/stats")).json()) as { rss_bytes: number };
  return { name: `memory ${when}`, measured: stats.rss_bytes / 1e6, unit: "MB", atMost: 600 };
}

async function measureAdmin(
  source: SourceProcess,
  name: string,
  path: string,
  init?: RequestInit,
): Promise<Figure> {
  const begun = performance.now();
  await (await requestAdmin(source, path, init)).arrayBuffer();
  return { name, measured: performance.now() - begun, unit: "ms" };
}

async function measureAll(source: SourceProcess): Promise<Figure[]> {
  const client = createPageClient(source.url, source.apiKey, CONNECTIONS);
  const bulk = { method: "POST", body: JSON.stringify({ count: BULK }) };
  const figures = [
    { name: "boot", measured: source.bootMs, unit: "ms", atMost: 15_000 } as const,
    await measureMemory(source, "after boot"),
    ...(await measureLatency(client, "any page", anyPage)),
    ...(await measureLatency(client, "any page with updated_since", anyPageSince)),
    ...(await measureLatency(client, "newest page", newestPage)),
    await measureThroughput(client),
    await measureAdmin(source, `bulk update of ${BULK} records`, "/admin/bulk-update", bulk),
    ...(await measureLatency(client, "newest page after the bulk update", newestPage)),
    await measureAdmin(source, "expected records", "/admin/truth"),
    await measureMemory(source, "at the end"),
  ];
  client.close();
  return figures;
}

function isKept({ measured, atMost = Number.POSITIVE_INFINITY, atLeast = 0 }: Figure): boolean {
  return measured <= atMost && measured >= atLeast;
}

function toTable(figures: readonly Figure[]): string {
  const table = new Table({
    head: [`Source API, ${RECORDS.toLocaleString("en")} records`, "measured", "goal", ""],
    style: { head: [], border: [] },
    colAligns: ["left", "right", "right", "left"],
  });
  for (const figure of figures) {
    const { name, measured, unit, atMost, atLeast } = figure;
    const goal = atMost === undefined ? atLeast && `≥ ${atLeast} ${unit}` : `≤ ${atMost} ${unit}`;
    const digits = measured < 100 ? 2 : 0;
    const verdict = goal === undefined ? "" : isKept(figure) ? "kept" : "MISSED";
    table.push([name, `${measured.toFixed(digits)} ${unit}`, goal ?? "", verdict]);
  }
  return table.toString();
}

const source = await startSourceProcess(RECORDS);
try {
  const figures = await measureAll(source);
  process.stdout.write(`${toTable(figures)}\n`);
  if (!figures.every(isKept)) process.exitCode = 1;
} finally {
  await source.stop();
}
