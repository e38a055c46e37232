import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { expectRun } from "./expect-run.ts";
import { instead, onRequest, tokenBucket, tooMany } from "./tiny-answers.ts";
import { createTinyEnvironment, type TinyEnvironment } from "./tiny-environment.ts";
import { jobs } from "./tiny-record.ts";

let environment: TinyEnvironment;
beforeAll(async () => {
  environment = await createTinyEnvironment();
});
afterAll(() => environment[Symbol.asyncDispose]());
beforeEach(() => environment.reset());

/** Requests that began sooner after an answer than this were on their way before it. */
const ON_ITS_WAY_MS = 150;

/** From each 429 to the next request, in seconds. */
function waitsAfter429(): number[] {
  const { requests } = environment.source;
  const begun = requests.map(({ at }) => at).sort((a, b) => a - b);
  return requests.flatMap(({ status, answeredAt }) => {
    const next = begun.find((at) => at > answeredAt + ON_ITS_WAY_MS);
    return status === 429 && next !== undefined ? [(next - answeredAt) / 1_000] : [];
  });
}

test.each([
  ["10 a second, no burst", 10, 1, "1"],
  ["10 a second, no burst, without Retry-After", 10, 1, undefined],
  ["20 a second in bursts of 5, Retry-After 0", 20, 5, "0"],
])("%s: loaded, and most requests are let through", async (_, perSecond, burst, retryAfter) => {
  const records = jobs(1_500);
  const run = await environment.run({ records, answering: [tokenBucket(perSecond, burst, retryAfter)] });
  expectRun(run, { bronze: 1_500, gold: 1_500, requests: 100 });
  const refused = environment.source.requests.filter(({ status }) => status === 429);
  expect(refused.length).toBeLessThan(run.requests / 2);
});

test("one request a second, no burst, 429 beyond: a lone good answer is progress", async () => {
  const run = await environment.run({ records: jobs(120), answering: [tokenBucket(1, 1, "1")] });
  expectRun(run, { bronze: 120, gold: 120 });
});

test("every second request is refused, whatever it is: loaded", async () => {
  const answering = [
    instead(
      ({ number }) => number % 2 === 0,
      () => tooMany("0"),
    ),
  ];
  expectRun(await environment.run({ records: jobs(450), answering }), {
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
  "Retry-After %s is waited for, 2 s at most by the settings, by whichever activity asks next",
  async (retryAfter, least, most) => {
    const answering = [onRequest([4], tooMany(retryAfter))];
    expectRun(await environment.run({ records: jobs(250), answering }), { bronze: 250, gold: 250 });
    for (const wait of waitsAfter429()) {
      expect(wait).toBeGreaterThanOrEqual(least);
      expect(wait).toBeLessThan(most);
    }
  },
);

test.each([
  ...[1, 2, 4, 6].map((number) => ({ number, count: 250 })),
  // Enough for two slices: the requests that plan them, and both at work.
  ...[3, 4, 12].map((number) => ({ number, count: 4_100 })),
])(
  "429 to request $number of a load of $count: nobody asks before the wait is over, and the figure is what was waited",
  async ({ number, count }) => {
    const run = await environment.run({
      records: jobs(count),
      answering: [onRequest([number], tooMany("0.6"))],
    });
    expectRun(run, { bronze: count, gold: count, requests: 80 });
    for (const wait of waitsAfter429()) expect(wait).toBeGreaterThanOrEqual(0.6);
    const [waited] = await environment.sql`
      select rate_limit_wait_ms <= extract(epoch from finished_at - started_at) * 1000 as fits from ops.runs`;
    expect(waited).toEqual({ fits: true });
  },
);
