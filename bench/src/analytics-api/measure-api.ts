import { type ApiClient, createApiClient } from "./api-client.ts";
import { countNotModified } from "./not-modified.ts";
import { type RequestKind, requestKinds } from "./random-requests.ts";

export interface Latency {
  readonly kind: RequestKind;
  readonly p50: number;
  readonly p95: number;
  readonly p99: number;
}

export interface ApiMeasurements {
  readonly jobs: number;
  /** One request at a time; in milliseconds. */
  readonly latencies: readonly Latency[];
  /** Requests of all kinds, mixed, over several connections at once. */
  readonly perSecond: number;
  readonly notModifiedPerSecond: number;
}

/** Of each kind that many, but for no longer than that. */
const REQUESTS = 500;
const PATIENCE_MS = 10_000;
/** Filters make some hundred forms of a statement: PostgreSQL has met most of them, as after the first minutes of a day. */
const WARM_UP = 300;
/** Of the answers over several connections. */
const THROUGHPUT_MS = 5_000;
const CONNECTIONS = 8;

export interface MeasuredApi {
  readonly url: string;
  readonly jobs: number;
  readonly workspaces: number;
}

/**
 * One kind after the other, of each size in turn: the machine's speed changes from one minute to the next, and sizes are
 * compared.
 * @returns one for each of `apis`
 */
export async function measureApis(apis: readonly MeasuredApi[], now: Date): Promise<ApiMeasurements[]> {
  const sizes = apis.map(({ url, jobs, workspaces }) => ({
    url,
    jobs,
    client: createApiClient(url, CONNECTIONS),
    kinds: requestKinds({ jobs, workspaces, now }),
    latencies: [] as Latency[],
  }));
  try {
    for (const index of sizes[0]?.kinds.keys() ?? [])
      for (const { client, kinds, latencies } of sizes) {
        const kind = kinds[index];
        if (kind) latencies.push(await measureLatency(client, kind));
      }
    const measured: ApiMeasurements[] = [];
    for (const { url, jobs, client, kinds, latencies } of sizes)
      measured.push({
        jobs,
        latencies,
        perSecond: await measureMixed(client, kinds),
        notModifiedPerSecond: await measureNotModified(client, url),
      });
    return measured;
  } finally {
    for (const { client } of sizes) client.close();
  }
}

const measureMixed = (client: ApiClient, kinds: readonly RequestKind[]): Promise<number> =>
  perSecond(async (turn) => {
    const path = await kinds[turn % kinds.length]?.path(client);
    if (path !== undefined) await client.get(path);
  });

async function measureLatency(client: ApiClient, kind: RequestKind): Promise<Latency> {
  await askFor(client, kind, WARM_UP);
  const times = await askFor(client, kind, REQUESTS);
  times.sort((a, b) => a - b);
  const quantile = (share: number) =>
    times[Math.min(times.length - 1, Math.floor(times.length * share))] ?? Number.NaN;
  return { kind, p50: quantile(0.5), p95: quantile(0.95), p99: quantile(0.99) };
}

/** What requests of a kind took, as many as patience lasts. */
async function askFor(client: ApiClient, kind: RequestKind, requests: number): Promise<number[]> {
  const times: number[] = [];
  const end = performance.now() + PATIENCE_MS;
  while (times.length < requests && performance.now() < end)
    times.push((await client.get(await kind.path(client))).ms);
  return times;
}

/** How often all connections together get through `ask` in a second. */
async function perSecond(ask: (turn: number) => Promise<void>): Promise<number> {
  const begun = performance.now();
  let turns = 0;
  const askOn = async () => {
    while (performance.now() - begun < THROUGHPUT_MS) await ask(turns++);
  };
  await Promise.all(Array.from({ length: CONNECTIONS }, askOn));
  return (turns / (performance.now() - begun)) * 1_000;
}

/** As a dashboard does that asks again and again while nothing changes. */
async function measureNotModified(client: ApiClient, url: string): Promise<number> {
  const path = "/analytics/overview?data_inicio=2026-11-01";
  const { headers } = await client.get(path);
  if (headers.etag === undefined) throw new Error(`${path} was answered without an ETag.`);
  return countNotModified(new URL(path, url), {
    etag: headers.etag,
    connections: CONNECTIONS,
    durationMs: THROUGHPUT_MS,
  });
}
