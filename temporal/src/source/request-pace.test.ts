import { describe, expect, it } from "vitest";
import { simulateLoad, simulatePlainReader } from "../../testing/simulate-load.ts";
import {
  fixedWindow,
  randomFaults,
  type SourceLimit,
  tokenBucket,
  unlimited,
} from "../../testing/source-limits.ts";
import { createRequestPace } from "./request-pace.ts";

const SEEDS = [1, 2, 3, 4, 5];
const average = (numbers: number[]) => numbers.reduce((sum, number) => sum + number, 0) / numbers.length;

function start() {
  const clock = { time: 0 };
  return { clock, pace: createRequestPace({ now: () => clock.time }) };
}

describe("a pace", () => {
  it("keeps the first requests apart, and closer with each answer", () => {
    const { pace } = start();
    const delays = Array.from({ length: 4 }, () => {
      const delay = pace.reserve();
      pace.accepted();
      return delay;
    });
    expect(delays).toEqual([0, 210, 315, 367.5]);
    expect(pace.limit()).toBeNull();
  });

  it("keeps the second request apart from the first answer: the first request opened a connection", () => {
    const { clock, pace } = start();
    pace.reserve();
    clock.time = 40;
    pace.accepted();
    expect(pace.reserve()).toBe(210);
  });

  it("goes back to the distance before the one that was refused", () => {
    const { clock, pace } = start();
    for (const sent of [0, 210]) {
      clock.time = sent;
      pace.reserve();
      pace.accepted();
    }
    clock.time = 315;
    pace.refused(1_000);
    clock.time = 1_400;
    expect(pace.reserve()).toBe(0);
    expect(pace.reserve()).toBe(210);
    expect(pace.limit()).toBeCloseTo(1000 / 210);
  });

  it("gives no slot before the wait of a 429 is over, and voids earlier slots", () => {
    const { pace } = start();
    for (let requests = 0; requests < 20; requests++) pace.reserve();
    pace.refused(2_000);
    expect(pace.reserve()).toBe(2_000);
    expect(pace.reserve()).toBe(2_210);
  });

  it("takes requests refused together for one refusal", () => {
    const [once, thrice] = [start(), start()];
    for (const { clock, pace } of [once, thrice]) {
      pace.reserve();
      pace.accepted();
      clock.time = 210;
      pace.reserve();
      pace.refused(1_000);
    }
    thrice.pace.refused(1_000);
    thrice.pace.refused(1_000);
    for (const { clock, pace } of [once, thrice]) {
      clock.time = 1_300;
      pace.reserve();
    }
    expect(thrice.pace.limit()).toBe(once.pace.limit());
  });
});

/** Times of cold loads against what the limit allows at least. */
describe.each<[string, number, number, () => SourceLimit, number]>([
  ["1/s", 1, 25, () => tokenBucket(1, 1, 1_000), 1.1],
  ["1/s, Retry-After 0", 1, 20, () => tokenBucket(1, 1, 0), 1.3],
  ["2/s", 2, 50, () => tokenBucket(2, 1, 1_000), 1.2],
  ["5/s", 5, 60, () => tokenBucket(5, 1, 1_000), 1.2],
  ["5/s, no Retry-After", 5, 50, () => tokenBucket(5, 1, undefined), 1.3],
  ["5/s, Retry-After 0", 5, 50, () => tokenBucket(5, 1, 0), 1.3],
])("a cold load of a source without burst: %s", (_name, rate, pages, source, bound) => {
  it(`takes at most ${bound} times what the limit implies for ${pages} pages`, () => {
    for (const seed of SEEDS) {
      const { elapsedMs } = simulateLoad(source(), createRequestPace, { pages, seed });
      expect(elapsedMs / (((pages - 1) / rate) * 1_000)).toBeLessThanOrEqual(bound);
    }
  });
});

describe("a long load", () => {
  it.each<[string, number, () => SourceLimit, number]>([
    ["1/s", 1, () => tokenBucket(1, 1, 1_000), 0.03],
    ["5/s", 5, () => tokenBucket(5, 1, 1_000), 0.03],
    ["5/s, no Retry-After", 5, () => tokenBucket(5, 1, undefined), 0.03],
    ["5/s, Retry-After 0", 5, () => tokenBucket(5, 1, 0), 0.08],
    ["5/s, Retry-After 7", 5, () => tokenBucket(5, 1, 7_000), 0.03],
    ["5/s, 20 at once", 5, () => tokenBucket(5, 20, 1_000), 0.03],
    ["10/s, 10 at once", 10, () => tokenBucket(10, 10, 1_000), 0.03],
    ["10/s, 10 at once, Retry-After 7", 10, () => tokenBucket(10, 10, 7_000), 0.03],
    ["20/s", 20, () => tokenBucket(20, 1, 1_000), 0.03],
    ["windows of 100 a minute", 100 / 60, () => fixedWindow(100, 60_000, null), 0.03],
    ["windows of 5 a second", 5, () => fixedWindow(5, 1_000, 1_000), 0.03],
  ])("uses 0.85 or more of %s, with few 429s", (_name, rate, source, refusedShare) => {
    const { pagesAt, refusedAt } = simulateLoad(source(), createRequestPace, { pages: 5_000, seed: 1 });
    const settledMs = (pagesAt.at(-1) ?? 0) - (pagesAt[2_000] ?? 0);
    expect(2_999 / ((settledMs / 1_000) * rate)).toBeGreaterThanOrEqual(0.85);
    expect(refusedAt.length / pagesAt.length).toBeLessThanOrEqual(refusedShare);
  });

  it("uses 0.7 of 50/s without burst, where requests arrive up to 4.5 ms early or late of 20", () => {
    const load = simulateLoad(tokenBucket(50, 1, 1_000), createRequestPace, { pages: 6_000, seed: 1 });
    const settledMs = (load.pagesAt.at(-1) ?? 0) - (load.pagesAt[3_000] ?? 0);
    expect(2_999 / ((settledMs / 1_000) * 50)).toBeGreaterThanOrEqual(0.7);
  });

  it("slows only the start for a source without 429s", () => {
    const load = { pages: 1_000, seed: 1 };
    const free = {
      reserve: () => 0,
      waiting: () => 0,
      accepted: () => {},
      refused: () => {},
      limit: () => null,
    };
    const paced = simulateLoad(unlimited(), createRequestPace, load).elapsedMs;
    expect(paced - simulateLoad(unlimited(), () => free, load).elapsedMs).toBeLessThan(600);
  });

  it("follows a limit that rises from 5/s to 20/s and falls to 2/s", () => {
    const phaseMs = 600_000;
    const rates = [5, 20, 2];
    const rateAt = (at: number) => rates[Math.floor(at / phaseMs)] ?? 2;
    const { pagesAt } = simulateLoad(tokenBucket(rateAt, 5, 1_000), createRequestPace, {
      pages: Number.POSITIVE_INFINITY,
      seed: 1,
      untilMs: 3 * phaseMs,
    });
    rates.forEach((rate, phase) => {
      const [from, to] = [(phase + 0.5) * phaseMs, (phase + 1) * phaseMs];
      const answered = pagesAt.filter((at) => at >= from && at < to).length;
      expect(answered / ((rate * phaseMs) / 2_000)).toBeGreaterThanOrEqual(0.85);
    });
  });
});

describe("429s that the request rate does not cause", () => {
  it.each([
    { refused: 0.2, retryAfterMs: 1_000, pages: 200, bound: 1.5 },
    { refused: 0.2, retryAfterMs: 1_000, pages: 1_000, bound: 1.2 },
    { refused: 0.2, retryAfterMs: 7_000, pages: 30, bound: 1.5 },
    { refused: 0.05, retryAfterMs: 1_000, pages: 1_000, bound: 1.2 },
    { refused: 0.5, retryAfterMs: 1_000, pages: 200, bound: 1.2 },
  ])(
    "slow a load of $pages pages to at most $bound times a plain reader's ($refused, $retryAfterMs ms)",
    ({ refused, retryAfterMs, pages, bound }) => {
      const seeds = Array.from({ length: 20 }, (_, index) => index + 1);
      const faults = (seed: number) => randomFaults({ refused, failed: 0.05 }, retryAfterMs, seed);
      const loads = seeds.map(
        (seed) => simulateLoad(faults(seed), createRequestPace, { pages, seed }).elapsedMs,
      );
      const readers = seeds.map((seed) => simulatePlainReader(faults(1_000 + seed), { pages, seed }));
      expect(average(loads) / average(readers)).toBeLessThanOrEqual(bound);
    },
  );

  it("do not hide an additional rate limit", () => {
    const source = randomFaults({ refused: 0.05, failed: 0 }, 1_000, 1, tokenBucket(10, 10, 1_000));
    const { elapsedMs } = simulateLoad(source, createRequestPace, { pages: 2_000, seed: 1 });
    expect(elapsedMs).toBeLessThan(2 * 200_000);
  });
});
