import { setTimeout as sleep } from "node:timers/promises";
import { TimeoutFailure, WorkflowFailedError } from "@temporalio/client";
import { type PipelineSystem, startPipelineSystem } from "./pipeline-system.ts";
import { readPlainly } from "./plain-reader.ts";
import type { MeasuredRun } from "./run-meter.ts";

/** A source with faults, and the maximum time to load it. */
export interface StressedSource {
  readonly name: string;
  readonly records: number;
  /** In the form of `SOURCE_FAULTS`. */
  readonly faults: Readonly<Record<string, unknown>>;
  /** The source's clock runs, so that updated records move to the end. */
  readonly moving?: boolean;
  /** The source's rate limit. The load is then compared with the time that the limit implies, else with the reader. */
  readonly requestsPerSecond?: number;
  /** The goal: the load may take this many times what it is compared with. */
  readonly bound: number;
}

export interface StressedLoad {
  readonly source: StressedSource;
  readonly readerSeconds: number;
  /** Null if the load was stopped before it finished. */
  readonly pipeline: {
    readonly seconds: number;
    readonly requests: number;
    readonly rateLimited: number;
  } | null;
  readonly stoppedAfterSeconds: number;
  /** The time of the reader, or the time that the limit implies. */
  readonly comparedSeconds: number;
}

const PAGE_SIZE = 100;
/** The pipeline reads as many slices in parallel. */
const READERS = 4;
/** A load is stopped after this many times its goal, but not before a minute. */
const MAX_TIMES_BOUND = 3;
const MIN_SECONDS = 60;

const retryAfter = (seconds: number) => ({ retry_after: { seconds: 1, least: seconds, extra: 0 } });

export const STRESSED_SOURCES: readonly StressedSource[] = [
  {
    name: "20 % 429 (Retry-After 1), 5 % 500, records moving",
    records: 20_000,
    faults: { rate_limited: 0.2, server_error: 0.05, touched_per_request: 1, ...retryAfter(1) },
    moving: true,
    bound: 1.5,
  },
  { name: "10 % HTML", records: 10_000, faults: { html: 0.1 }, bound: 1.5 },
  { name: "1 % never answered", records: 10_000, faults: { unanswered: 0.01 }, bound: 1.5 },
  {
    name: "20 % 429 (Retry-After 7)",
    records: 3_000,
    faults: { rate_limited: 0.2, ...retryAfter(7) },
    bound: 1.5,
  },
  {
    name: "5 requests a second, no burst",
    records: 5_000,
    faults: { burst: { requests: 1, seconds: 0.2 }, ...retryAfter(1) },
    requestsPerSecond: 5,
    bound: 1.3,
  },
  {
    name: "1 request a second, no burst",
    records: 2_000,
    faults: { burst: { requests: 1, seconds: 1 }, ...retryAfter(1) },
    requestsPerSecond: 1,
    bound: 1.3,
  },
];

/**
 * Loads the source with the plain reader, then with a pipeline that knows nothing about it.
 * @throws unless both have all records
 */
export async function loadStressed(source: StressedSource): Promise<StressedLoad> {
  const { records, faults, moving = false, requestsPerSecond } = source;
  await using system = await startPipelineSystem(records, {
    SOURCE_FAULTS: JSON.stringify(faults),
    ...(moving && { SOURCE_CLOCK_SPEED: "1" }),
  });
  const begun = performance.now();
  requireAll("The reader", await readPlainly(system.floorSql, system, moving ? 1 : READERS), records);
  const readerSeconds = (performance.now() - begun) / 1_000;

  // The reader's last request must not use up the limit for the pipeline's first.
  if (requestsPerSecond) await sleep(1_000 / requestsPerSecond);

  const comparedSeconds = requestsPerSecond ? records / PAGE_SIZE / requestsPerSecond : readerSeconds;
  const stoppedAfterSeconds = Math.max(MIN_SECONDS, MAX_TIMES_BOUND * source.bound * comparedSeconds);
  const load = { source, readerSeconds, comparedSeconds, stoppedAfterSeconds };
  const run = await runUntil(system, stoppedAfterSeconds);
  if (!run) return { ...load, pipeline: null };
  const [gold] = await system.sql<{ records: number }[]>`select count(*) as records from gold.enrichments`;
  requireAll("The pipeline", Number(gold?.records), records);
  const { requests, rateLimited } = run.summary;
  return { ...load, pipeline: { seconds: run.seconds, requests, rateLimited } };
}

async function runUntil(system: PipelineSystem, seconds: number): Promise<MeasuredRun | null> {
  try {
    return await system.run({ kind: "incremental" }, seconds);
  } catch (error) {
    if (error instanceof WorkflowFailedError && error.cause instanceof TimeoutFailure) return null;
    throw error;
  }
}

function requireAll(reader: string, loaded: number, records: number): void {
  if (loaded !== records) throw new Error(`${reader} has ${loaded} of the source's ${records} records.`);
}
