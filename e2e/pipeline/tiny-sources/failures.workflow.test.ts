import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { expectRun } from "./expect-run.ts";
import { always, latency, onRequest, randomFaults, tooMany } from "./tiny-answers.ts";
import { createTinyEnvironment, type TinyEnvironment } from "./tiny-environment.ts";
import { jobs } from "./tiny-record.ts";
import type { Answering, TinyAnswer } from "./tiny-source.ts";

let environment: TinyEnvironment;
beforeAll(async () => {
  environment = await createTinyEnvironment();
});
afterAll(() => environment[Symbol.asyncDispose]());
beforeEach(() => environment.reset());

const SERVER_ERROR: TinyAnswer = { status: 500, body: '{"detail":"Out of memory."}' };
const HTML: TinyAnswer = {
  status: 200,
  headers: { "content-type": "text/html" },
  body: "<html>Maintenance</html>",
};
/** Announces more than it sends. */
const HALF: TinyAnswer = { status: 200, headers: { "content-length": "1000" }, body: '{"meta":' };

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
  ["stopped halfway", HALF],
  ["cut off halfway", { ...HALF, cut: true }],
  ["500", SERVER_ERROR],
])("single answers are %s: loaded", async (_, answer) => {
  const answering = [onRequest([2, 5], answer)];
  expectRun(await environment.run({ records: jobs(450), answering }), { bronze: 450, gold: 450 });
});

test("a wait of up to 2 s, while planning or reading, ends no attempt: Temporal would add a second", async () => {
  const answering = [onRequest([2, 5, 6], HTML), onRequest([3, 8], tooMany("0.2"))];
  expectRun(await environment.run({ records: jobs(450), answering }), { bronze: 450, gold: 450 });
  const [fetches] = await environment.sql`select max(attempt) as attempts from bronze.fetches`;
  expect(fetches).toEqual({ attempts: 1 });
});

test("a source that is slow but never stops is loaded, however often it outlasts the patience", async () => {
  const run = await environment.run({ records: jobs(450), answering: [latency(500)] });
  expectRun(run, { bronze: 450, gold: 450 });
});

test.each([
  ["answers 500 from then on", always(SERVER_ERROR), /500/],
  ["answers HTML from then on", always(HTML), /html|JSON/i],
  ["answers 429 from then on", always(tooMany("1")), /429/],
  ["no longer answers", always({ status: 200, body: null }), /answer/i],
])(
  "a source that %s: the run ends with the reason, keeps its data, and the next run continues",
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
