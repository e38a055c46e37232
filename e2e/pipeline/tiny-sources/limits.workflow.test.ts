import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { expectRun } from "./expect-run.ts";
import { instead, onRequest, tokenBucket, tooMany } from "./tiny-answers.ts";
import { createTinyEnvironment, type TinyEnvironment } from "./tiny-environment.ts";
import { jobs } from "./tiny-record.ts";
import type { AnsweredRequest } from "./tiny-source.ts";

let environment: TinyEnvironment;
beforeAll(async () => {
  environment = await createTinyEnvironment();
});
afterAll(() => environment[Symbol.asyncDispose]());
beforeEach(() => environment.reset());

/** From each answer with this status to the next request, in seconds. */
function waitsAfter(status: number): number[] {
  const { requests } = environment.source;
  return requests.flatMap((request, index) => {
    const next: AnsweredRequest | undefined = requests[index + 1];
    return request.status === status && next ? [(next.at - request.answeredAt) / 1_000] : [];
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
  ["-1", 0, 3],
  ["nonsense", 0, 3],
])(
  "Retry-After %s is waited for, 2 s at most by the settings, by whichever activity asks next",
  async (retryAfter, least, most) => {
    const answering = [onRequest([4], tooMany(retryAfter))];
    expectRun(await environment.run({ records: jobs(250), answering }), { bronze: 250, gold: 250 });
    for (const wait of waitsAfter(429)) {
      expect(wait).toBeGreaterThanOrEqual(least);
      expect(wait).toBeLessThan(most);
    }
  },
);

test.each([1, 2, 3, 4, 5, 6, 7])(
  "429 to request %d: nothing is asked before the wait is over",
  async (number) => {
    await environment.run({ records: jobs(250), answering: [onRequest([number], tooMany("1"))] });
    for (const wait of waitsAfter(429)) expect(wait).toBeGreaterThanOrEqual(1);
    const [run] = await environment.sql`
    select outcome, rate_limit_wait_ms <= extract(epoch from finished_at - started_at) * 1000 as "waitFits" from ops.runs`;
    expect(run).toEqual({ outcome: "succeeded", waitFits: true });
  },
);
