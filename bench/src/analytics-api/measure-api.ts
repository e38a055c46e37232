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
  /** In milliseconds, for one request at a time. */
  readonly latencies: readonly Latency[];
  /** Requests of all kinds, mixed, over several connections in parallel. */
  readonly perSecond: number;
  readonly notModifiedPerSecond: number;
}

/** Requests of each kind, and the maximum time for them. */
const REQUESTS = 500;
const MAX_KIND_MS = 10_000;
/** Filters make about a hundred forms of a statement. Most have run once before the measurement. */
const WARM_UP = 300;
/** The duration of each throughput measurement. */
const THROUGHPUT_MS = 5_000;
const CONNECTIONS = 8;

export interface MeasuredApi {
  readonly url: string;
  readonly jobs: number;
  readonly workspaces: number;
  changeGold(): Promise<unknown>;
}

/**
 * Measures one kind of request after the other, each at all sizes in turn, because the machine's speed changes and sizes are compared.
 * @returns one result for each of `apis`
 */
export async function measureApis(apis: readonly MeasuredApi[], now: Date): Promise<ApiMeasurements[]> {
  const sizes = apis.map(({ url, jobs, workspaces, changeGold }) => ({
    url,
    jobs,
    client: createApiClient(url, CONNECTIONS),
    kinds: requestKinds({ jobs, workspaces, now, changeGold }),
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
  await sendRequests(client, kind, WARM_UP);
  const times = await sendRequests(client, kind, REQUESTS);
  times.sort((a, b) => a - b);
  const quantile = (share: number) =>
    times[Math.min(times.length - 1, Math.floor(times.length * share))] ?? Number.NaN;
  return { kind, p50: quantile(0.5), p95: quantile(0.95), p99: quantile(0.99) };
}

/** The times of requests of a kind, until the maximum time is over. */
async function sendRequests(client: ApiClient, kind: RequestKind, requests: number): Promise<number[]> {
  const times: number[] = [];
  const end = performance.now() + MAX_KIND_MS;
  while (times.length < requests && performance.now() < end)
    times.push((await client.get(await kind.path(client))).ms);
  return times;
}

/** Calls of `send` per second over all connections. */
async function perSecond(send: (turn: number) => Promise<void>): Promise<number> {
  const begun = performance.now();
  let turns = 0;
  const sendAll = async () => {
    while (performance.now() - begun < THROUGHPUT_MS) await send(turns++);
  };
  await Promise.all(Array.from({ length: CONNECTIONS }, sendAll));
  return (turns / (performance.now() - begun)) * 1_000;
}

/** Repeats a request with its ETag, like a dashboard while nothing changes. */
async function measureNotModified(client: ApiClient, url: string): Promise<number> {
  const path = "/analytics/overview?data_inicio=2026-11-01";
  const { headers } = await client.get(path);
  if (headers.etag === undefined) throw new Error(`${path} has no ETag.`);
  return countNotModified(new URL(path, url), {
    etag: headers.etag,
    connections: CONNECTIONS,
    durationMs: THROUGHPUT_MS,
  });
}
