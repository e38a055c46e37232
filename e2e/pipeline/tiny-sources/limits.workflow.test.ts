import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { expectRun } from "./expect-run.ts";
import { onRequest, replaceAnswer, tokenBucket, tooMany } from "./tiny-answers.ts";
import { createTinyEnvironment, type TinyEnvironment } from "./tiny-environment.ts";
import { jobs } from "./tiny-record.ts";

let environment: TinyEnvironment;
beforeAll(async () => {
  environment = await createTinyEnvironment();
});
afterAll(() => environment[Symbol.asyncDispose]());
beforeEach(() => environment.reset());

/** Requests that began sooner after an answer were sent before it arrived. */
const IN_FLIGHT_MS = 150;

/** Seconds from each 429 to the next request. */
function waitsAfter429(): number[] {
  const { requests } = environment.source;
  const begun = requests.map(({ at }) => at).sort((a, b) => a - b);
  return requests.flatMap(({ status, answeredAt }) => {
    const next = begun.find((at) => at > answeredAt + IN_FLIGHT_MS);
    return status === 429 && next !== undefined ? [(next - answeredAt) / 1_000] : [];
  });
}

test.each([
  ["10 a second, no burst", 10, 1, "1"],
  ["10 a second, no burst, without Retry-After", 10, 1, undefined],
  ["20 a second in bursts of 5, Retry-After 0", 20, 5, "0"],
])("%s: all records are loaded, and most requests succeed", async (_, perSecond, burst, retryAfter) => {
  const records = jobs(1_500);
  const run = await environment.run({ records, middleware: [tokenBucket(perSecond, burst, retryAfter)] });
  expectRun(run, { bronze: 1_500, gold: 1_500, requests: 100 });
  const refused = environment.source.requests.filter(({ status }) => status === 429);
  expect(refused.length).toBeLessThan(run.requests / 2);
});

test("one request a second, no burst: a single successful answer counts as progress", async () => {
  const run = await environment.run({ records: jobs(120), middleware: [tokenBucket(1, 1, "1")] });
  expectRun(run, { bronze: 120, gold: 120 });
});

test("every second request is answered 429: all records are loaded", async () => {
  const middleware = [
    replaceAnswer(
      ({ number }) => number % 2 === 0,
      () => tooMany("0"),
    ),
  ];
  expectRun(await environment.run({ records: jobs(450), middleware }), {
    bronze: 450,
    gold: 450,
    requests: 60,
  });
});

test.each([
  ["1", 1, 2],
  ["1.5", 1.5, 2.5],
  ["30.5", 2, 3],
  ["120;", 2, 3],
  ["nonsense", 0, 3],
])(
  "Retry-After %s delays the next request of any activity, by at most 2 s as configured",
  async (retryAfter, least, most) => {
    const middleware = [onRequest([4], tooMany(retryAfter))];
    expectRun(await environment.run({ records: jobs(250), middleware }), { bronze: 250, gold: 250 });
    for (const wait of waitsAfter429()) {
      expect(wait).toBeGreaterThanOrEqual(least);
      expect(wait).toBeLessThan(most);
    }
  },
);

test.each([
  ...[1, 2, 4, 6].map((number) => ({ number, count: 250 })),
  // Enough records for two slices: requests while planning, and while both are read.
  ...[3, 4, 12].map((number) => ({ number, count: 4_100 })),
])(
  "429 to request $number of a load of $count: no request is sent before the wait is over, and the ledger has the time",
  async ({ number, count }) => {
    const run = await environment.run({
      records: jobs(count),
      middleware: [onRequest([number], tooMany("0.6"))],
    });
    expectRun(run, { bronze: count, gold: count, requests: 80 });
    for (const wait of waitsAfter429()) expect(wait).toBeGreaterThanOrEqual(0.6);
    const [waited] = await environment.sql`
      select rate_limit_wait_ms <= extract(epoch from finished_at - started_at) * 1000 as fits from ops.runs`;
    expect(waited).toEqual({ fits: true });
  },
);
