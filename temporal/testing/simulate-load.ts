import type { RequestPace } from "../src/source/request-pace.ts";
import { type SourceLimit, seededRandom } from "./source-limits.ts";

export interface SimulatedLoad {
  /** When each page was answered. */
  pagesAt: number[];
  refusedAt: number[];
  elapsedMs: number;
}

export interface LoadOptions {
  pages: number;
  seed: number;
  /** Ends the load before its last page. */
  untilMs?: number;
}

interface Step {
  at: number;
  run: () => void;
}

const SLICES = 4;
/** Requests that plan the slices, one after another. */
const PLANNING = 3;
const LATENCY = { least: 5, extra: 95 };
/** Times of a request before the source counts it: a late timer, then the way there. */
const TIMER_DELAY_MS = 1.5;
const TRANSIT_MS = 3;
/** A 429 is answered without work. */
const REFUSAL_LATENCY = { least: 2, extra: 10 };
const PAUSE_AFTER_500_MS = 350;
/** What Temporal adds to a wait: jitter, and the dispatch of the next attempt. */
const WAIT_JITTER = 0.1;
const DISPATCH_MS = 100;
const FIRST_OWN_WAIT_MS = 250;
const MAX_OWN_WAIT_MS = 30_000;

/** A load as the pipeline makes it, on a virtual clock: after a 429 the whole run waits what was asked. */
export function simulateLoad(
  source: SourceLimit,
  createPace: (clock: { now(): number }) => RequestPace,
  { pages, seed, untilMs = Number.POSITIVE_INFINITY }: LoadOptions,
): SimulatedLoad {
  const random = seededRandom(seed);
  const steps: Step[] = [];
  let now = 0;
  const pace = createPace({ now: () => now });
  const load: SimulatedLoad = { pagesAt: [], refusedAt: [], elapsedMs: 0 };
  let underway = 0;
  let slices = 1;
  let waitsUntil = 0;
  let refusedInRow = 0;

  const later = (milliseconds: number, run: () => void) => steps.push({ at: now + milliseconds, run });
  const between = ({ least, extra }: { least: number; extra: number }) => least + random() * extra;

  function ask(): void {
    if (now < waitsUntil) {
      later(waitsUntil - now, ask);
      return;
    }
    if (load.pagesAt.length + underway >= pages) {
      if (underway > 0) later(5, ask);
      return;
    }
    underway++;
    const refusedBefore = load.refusedAt.length;
    later(pace.reserve() + random() * TIMER_DELAY_MS, () => {
      if (load.refusedAt.length === refusedBefore) later(random() * TRANSIT_MS, answer);
      else {
        underway--;
        ask();
      }
    });
  }

  function answer(): void {
    const { status, retryAfterMs } = source(now);
    later(between(status === 429 ? REFUSAL_LATENCY : LATENCY), () => {
      underway--;
      if (status === 429) return refuse(retryAfterMs);
      refusedInRow = 0;
      pace.accepted();
      if (status === 200) load.pagesAt.push(now);
      later(status === 200 ? 1 : PAUSE_AFTER_500_MS, ask);
      for (; load.pagesAt.length >= PLANNING && slices < SLICES; slices++) later(0, ask);
    });
  }

  function refuse(retryAfterMs: number | undefined): void {
    load.refusedAt.push(now);
    pace.refused(retryAfterMs);
    const own = Math.min(FIRST_OWN_WAIT_MS * 2 ** refusedInRow++, MAX_OWN_WAIT_MS);
    const waitMs = (retryAfterMs ?? own) * (1 + random() * WAIT_JITTER) + DISPATCH_MS;
    waitsUntil = Math.max(waitsUntil, now + waitMs);
    ask();
  }

  ask();
  while (load.pagesAt.length < pages && now < untilMs) {
    const next = steps.reduce((soonest, step) => (step.at < soonest.at ? step : soonest));
    steps.splice(steps.indexOf(next), 1);
    now = next.at;
    next.run();
  }
  return { ...load, elapsedMs: now };
}

/** What one connection takes that waits what a 429 asks and goes on, in milliseconds. */
export function simulatePlainReader(source: SourceLimit, { pages, seed }: LoadOptions): number {
  const random = seededRandom(seed);
  let now = 0;
  for (let done = 0; done < pages; ) {
    const { status, retryAfterMs } = source(now);
    if (status === 200) done++;
    now += LATENCY.least + random() * LATENCY.extra;
    if (status === 429) now += retryAfterMs ?? FIRST_OWN_WAIT_MS;
    if (status === 500) now += FIRST_OWN_WAIT_MS;
  }
  return now;
}
