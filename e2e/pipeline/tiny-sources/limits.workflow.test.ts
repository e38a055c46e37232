import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { expectRun } from "./expect-run.ts";
import { always, instead, latency, onRequest, randomFaults, tokenBucket, tooMany } from "./tiny-answers.ts";
import { createTinyEnvironment, type TinyEnvironment } from "./tiny-environment.ts";
import { jobs } from "./tiny-record.ts";
import type { AnsweredRequest, Answering, TinyAnswer } from "./tiny-source.ts";

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
    const answering = [onRequest([1, 4], tooMany(retryAfter))];
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

const SERVER_ERROR: TinyAnswer = { status: 500, body: '{"detail":"Out of memory."}' };
const HTML: TinyAnswer = {
  status: 200,
  headers: { "content-type": "text/html" },
  body: "<html>Maintenance</html>",
};
const CUT: TinyAnswer = { status: 200, headers: { "content-length": "1000" }, body: '{"meta":' };

test.each([
  [
    "a fifth 429, a twentieth 500",
    [
      { share: 0.2, answer: tooMany("0") },
      { share: 0.05, answer: SERVER_ERROR },
    ],
  ],
  ["a tenth HTML", [{ share: 0.1, answer: HTML }]],
  ["a tenth not JSON to its end", [{ share: 0.1, answer: { status: 200, body: '{"meta":{"cur' } }]],
  [
    "a fifth 503 with Retry-After",
    [{ share: 0.2, answer: { ...SERVER_ERROR, status: 503, headers: { "retry-after": "0" } } }],
  ],
])("of all answers %s: loaded", async (_, faults) => {
  const run = await environment.run({ records: jobs(1_000), answering: [randomFaults(7, faults)] });
  expectRun(run, { bronze: 1_000, gold: 1_000, requests: 80 });
});

test.each([
  ["never answered", { status: 200, body: null }],
  ["HTML", HTML],
  ["cut", CUT],
  ["500", SERVER_ERROR],
])("single answers are %s: loaded", async (_, answer) => {
  const answering = [onRequest([2, 5], answer)];
  expectRun(await environment.run({ records: jobs(450), answering }), { bronze: 450, gold: 450 });
});

test("a source that is slow but never stops is loaded, however often it outlasts the patience", async () => {
  const run = await environment.run({ records: jobs(450), answering: [latency(1_200)] });
  expectRun(run, { bronze: 450, gold: 450 });
});

test.each([
  ["answers 500 from then on", always(SERVER_ERROR), /500/],
  ["answers HTML from then on", always(HTML), /html|JSON/i],
  ["answers 429 from then on", always(tooMany("1")), /429/],
  ["no longer answers", always({ status: 200, body: null }), /answer/i],
])(
  "a source that %s: the run ends and says so, keeps what it has, and the next one goes on",
  async (_, dead, reason) => {
    const records = jobs(1_000);
    const fromEighth: Answering = (request, list) =>
      request.number < 8 ? list(request) : dead(request, list);
    const run = await environment.run({ records, answering: [fromEighth] });
    expect(run.outcome).toMatch(/^(incomplete|failed)$/);
    expect(run.error).toMatch(reason);
    expect(run.bronze).toBeGreaterThan(0);
    expectRun(await environment.run({ records }), { bronze: 1_000, gold: 1_000 });
  },
);
