import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { expectRun } from "./expect-run.ts";
import { always, latency, onRequest, randomFaults, tooMany } from "./tiny-answers.ts";
import { createTinyEnvironment, type TinyEnvironment } from "./tiny-environment.ts";
import { jobs } from "./tiny-record.ts";
import type { Middleware, TinyAnswer } from "./tiny-source.ts";

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
/** Shorter than its Content-Length. */
const HALF: TinyAnswer = { status: 200, headers: { "content-length": "1000" }, body: '{"meta":' };

test.each([
  [
    "20 % 429, 5 % 500",
    [
      { share: 0.2, answer: tooMany("0") },
      { share: 0.05, answer: SERVER_ERROR },
    ],
  ],
  ["10 % HTML", [{ share: 0.1, answer: HTML }]],
  ["10 % incomplete JSON", [{ share: 0.1, answer: { status: 200, body: '{"meta":{"cur' } }]],
  [
    "20 % 503 with Retry-After",
    [{ share: 0.2, answer: { ...SERVER_ERROR, status: 503, headers: { "retry-after": "0" } } }],
  ],
])("%s: all records are loaded", async (_, faults) => {
  const run = await environment.run({ records: jobs(1_000), middleware: [randomFaults(7, faults)] });
  expectRun(run, { bronze: 1_000, gold: 1_000, requests: 80 });
});

test.each([
  ["never answered", { status: 200, body: null }],
  ["HTML", HTML],
  ["stopped halfway", HALF],
  ["cut off halfway", { ...HALF, cut: true }],
  ["500", SERVER_ERROR],
])("single answers are %s: all records are loaded", async (_, answer) => {
  const middleware = [onRequest([2, 5], answer)];
  expectRun(await environment.run({ records: jobs(450), middleware }), { bronze: 450, gold: 450 });
});

test("waits of up to 2 s while planning or reading happen within the attempt", async () => {
  const middleware = [onRequest([2, 5, 6], HTML), onRequest([3, 8], tooMany("0.2"))];
  expectRun(await environment.run({ records: jobs(450), middleware }), { bronze: 450, gold: 450 });
  const [fetches] = await environment.sql`select max(attempt) as attempts from bronze.fetches`;
  expect(fetches).toEqual({ attempts: 1 });
});

test("a slow source that keeps answering is loaded, even if it takes longer than the patience", async () => {
  const run = await environment.run({ records: jobs(450), middleware: [latency(500)] });
  expectRun(run, { bronze: 450, gold: 450 });
});

test.each([
  ["answers 500 from request 8 on", always(SERVER_ERROR), /500/],
  ["answers HTML from request 8 on", always(HTML), /html|JSON/i],
  ["answers 429 from request 8 on", always(tooMany("1")), /429/],
  ["does not answer from request 8 on", always({ status: 200, body: null }), /answer/i],
])(
  "a source that %s: the run ends with the reason, keeps its data, and the next run continues",
  async (_, fail, reason) => {
    const records = jobs(1_000);
    const fromEighth: Middleware = (request, list) =>
      request.number < 8 ? list(request) : fail(request, list);
    const run = await environment.run({ records, middleware: [fromEighth] });
    expect(run.outcome).toMatch(/^(incomplete|failed)$/);
    expect(run.error).toMatch(reason);
    expect(run.bronze).toBeGreaterThan(0);
    expectRun(await environment.run({ records }), { bronze: 1_000, gold: 1_000 });
  },
);
