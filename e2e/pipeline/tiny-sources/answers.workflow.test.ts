import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { expectRun } from "./expect-run.ts";
import { always, onRequest, refusal, replaceAnswer, withHeaders } from "./tiny-answers.ts";
import { createTinyEnvironment, type TinyEnvironment } from "./tiny-environment.ts";
import { job, jobs, rawJob, replacing } from "./tiny-record.ts";
import { type Middleware, startTinySource, TINY_API_KEY, type TinyAnswer } from "./tiny-source.ts";

let environment: TinyEnvironment;
beforeAll(async () => {
  environment = await createTinyEnvironment();
});
afterAll(() => environment[Symbol.asyncDispose]());
beforeEach(() => environment.reset());

const NAME = "Fundição São João";

/** Replaces the body of every answer. */
const rewriting =
  (rewrite: (body: Buffer) => string | Buffer): Middleware =>
  async (request, list) => {
    const answer = await list(request);
    return { ...answer, ...(answer.body !== null && { body: rewrite(Buffer.from(answer.body as string)) }) };
  };

const namesInGold = async (): Promise<string[]> =>
  (
    await environment.sql<{ name: string }[]>`select distinct nome_workspace as name from gold.enrichments`
  ).map(({ name }) => name);

test.each([
  ["application/json", "utf8"],
  ["application/json; charset=utf-8", "utf8"],
  ["application/json; charset=ISO-8859-1", "latin1"],
  ['application/json; charset="iso-8859-1"', "latin1"],
  ["application/json;CHARSET=windows-1252", "latin1"],
] as const)("an answer of type %s is decoded by its charset", async (type, encoding) => {
  const middleware = [
    withHeaders(() => ({ "content-type": type })),
    rewriting((body) => Buffer.from(body.toString("utf8"), encoding)),
  ];
  const records = jobs(120, () => ({ workspace_name: NAME }));
  expectRun(await environment.run({ records, middleware }), { bronze: 120, gold: 120 });
  expect(await namesInGold()).toEqual([NAME]);
});

test("a record with invalid UTF-8 is rejected, the others are in gold, and no bytes are replaced", async () => {
  const records = replacing(
    jobs(120),
    rawJob(0, (json) => Buffer.from(json.replace("Tech Solutions Corp", NAME), "latin1")),
  );
  expectRun(await environment.run({ records }), {
    bronze: 120,
    gold: 119,
    rejected: { payload_not_readable: 1 },
  });
  const [replaced] = await environment.sql`
    select count(*) as records from bronze.enrichments where payload::text like '%' || chr(65533) || '%'`;
  expect(replaced).toEqual({ records: 0 });
});

test("a replacement character in the source's text stays in gold", async () => {
  const records = replacing(jobs(120), job(0, { workspace_name: "S\ufffdo" }));
  expectRun(await environment.run({ records }), { bronze: 120, gold: 120 });
});

test.each<[string, Middleware]>([
  [
    "begins with a byte order mark",
    rewriting((body) => Buffer.concat([Buffer.from([0xef, 0xbb, 0xbf]), body])),
  ],
  ["has white space around it", rewriting((body) => ` \r\n\t${body}\n`)],
  ["has unknown fields", rewriting((body) => String(body).replace("{", '{"links":{"data":[]},'))],
  ["has its data before its meta", rewriting((body) => reordered(String(body)))],
  [
    "is compressed",
    async (request, list) => {
      const answer = await list(request);
      return {
        ...answer,
        headers: { ...answer.headers, "content-encoding": "gzip" },
        body: gzipSync(answer.body ?? ""),
      };
    },
  ],
])("an answer that %s is read", async (_, middleware) => {
  expectRun(await environment.run({ records: jobs(250), middleware: [middleware] }), {
    bronze: 250,
    gold: 250,
  });
});

function reordered(body: string): string {
  const { meta, data } = JSON.parse(body);
  return JSON.stringify({ data, meta });
}

const EMPTY: TinyAnswer = {
  status: 200,
  body: '{"meta":{"current_page":1,"items_per_page":100,"total_items":0,"total_pages":0},"data":[]}',
};

test.each([1, 2, 3, 4, 5, 6, 7, 8])("a single empty answer to request %d loses nothing", async (number) => {
  const run = await environment.run({ records: jobs(650), middleware: [onRequest([number], EMPTY)] });
  expect(run).toMatchObject({ bronze: 650, gold: 650, deleted: 0 });
});

test.each([1, 3, 5])(
  "a single empty answer to request %d of a complete read deletes nothing",
  async (number) => {
    const records = jobs(350);
    await environment.run({ records });
    const run = await environment.run(
      { records, middleware: [onRequest([number], EMPTY)] },
      { kind: "reconcile" },
    );
    expect(run).toMatchObject({ bronze: 350, gold: 350, deleted: 0 });
  },
);

test.each([2, 4])(
  "request %d is answered by a replica without the last 50 records: nothing is lost",
  async (number) => {
    const records = jobs(350);
    await using replica = await startTinySource();
    replica.serve({ records: records.slice(0, 300) });
    const lagging: Middleware = async (request, list) => {
      if (request.number !== number) return list(request);
      const answer = await fetch(replica.url + request.url.pathname + request.url.search);
      return { status: answer.status, body: await answer.text() };
    };
    await environment.run({ records, middleware: [lagging] });
    const run = await environment.run({ records });
    expect(run).toMatchObject({
      outcome: expect.stringMatching(/^succeeded/),
      bronze: 350,
      gold: 350,
      deleted: 0,
    });
  },
);

test("the run's error has the message of a source that refuses every request", async () => {
  const middleware = [always(refusal("The tenant is suspended until 2026-12-01."))];
  const run = await environment.run({ records: jobs(10), middleware });
  expectRun(run, {
    outcome: "failed",
    bronze: 0,
    gold: 0,
    error: /400.*The tenant is suspended until 2026-12-01\./s,
  });
});

test("an API key in the source's message is stored nowhere", async () => {
  const middleware = [always(refusal(`Bearer ${TINY_API_KEY} may not list enrichments.`, 422))];
  const run = await environment.run({ records: jobs(10), middleware });
  expectRun(run, { outcome: "failed", bronze: 0, gold: 0, error: /422/ });
  const texts = await environment.sql`
    select error, failure, request from ops.runs left join bronze.fetches using (run_id)`;
  expect(JSON.stringify([...texts])).not.toContain(TINY_API_KEY);
});

test.each([401, 403])("%d: the run fails at once and names SOURCE_API_KEY", async (status) => {
  const run = await environment.run({ records: jobs(10), middleware: [always({ status, body: "{}" })] });
  expectRun(run, { outcome: "failed", bronze: 0, gold: 0, error: /SOURCE_API_KEY/, requests: 4 });
});

test("404 to every request: the run fails at once and names SOURCE_API_URL", async () => {
  const run = await environment.run({
    records: jobs(10),
    middleware: [always(refusal("No such route.", 404))],
  });
  expectRun(run, { outcome: "failed", bronze: 0, gold: 0, error: /SOURCE_API_URL/, requests: 10 });
});

test.each([302, 308])(
  "%d to another origin: the key is not sent there, and the error has the address",
  async (status) => {
    await using elsewhere = await startTinySource();
    elsewhere.serve({ records: jobs(10) });
    const middleware = [
      replaceAnswer(
        () => true,
        ({ url }) => ({ status, headers: { location: elsewhere.url + url.pathname + url.search }, body: "" }),
      ),
    ];
    const run = await environment.run({ records: jobs(10), middleware });
    expectRun(run, { outcome: "failed", bronze: 0, gold: 0, error: /SOURCE_API_URL/, requests: 4 });
    expect(run.error).toContain(new URL(elsewhere.url).host);
    expect(elsewhere.requests.map(({ authorization }) => authorization)).not.toContain(
      `Bearer ${TINY_API_KEY}`,
    );
  },
);

test("a source without meta is loaded, with a finding that it was not counted", async () => {
  const middleware = [rewriting((body) => `{"data":${JSON.stringify(JSON.parse(String(body)).data)}}`)];
  expectRun(await environment.run({ records: jobs(250), middleware }), {
    bronze: 250,
    gold: 250,
    findings: ["not_counted"],
  });
});

test.each([
  ["an array in place of the envelope", "[]", /data/],
  ["no data", '{"meta":{"current_page":1,"items_per_page":100,"total_items":0,"total_pages":0}}', /data/],
  ["data that is no array", '{"meta":{"total_items":1},"data":{"id":1}}', /data/],
  ["an error in a 200", '{"error":"The index is being rebuilt."}', /data|The index is being rebuilt/],
])("%s in every answer: the run ends and reports it", async (_, body, error) => {
  const run = await environment.run({ records: [], middleware: [always({ status: 200, body })] });
  expect(run.outcome).toMatch(/^(failed|incomplete)$/);
  expect(run.error).toMatch(error);
  expect(run.requests).toBeLessThanOrEqual(100);
});

test("ten records counted and none listed in every answer: the run ends and does not succeed without findings", async () => {
  const body = '{"meta":{"current_page":1,"items_per_page":100,"total_items":10,"total_pages":1},"data":[]}';
  const run = await environment.run({ records: [], middleware: [always({ status: 200, body })] });
  expect(run.outcome).toMatch(/^(failed|incomplete|succeeded_with_findings)$/);
  expect(run.requests).toBeLessThanOrEqual(100);
});

test.each([
  ["no body", "", /empty/],
  ["HTML", "<html><h1>Please log in</h1></html>", /JSON/],
  ["half of the JSON", '{"meta":{"current_page":1', /JSON/],
])("%s in every answer: the run ends with this reason", async (_, body, error) => {
  const run = await environment.run({ records: [], middleware: [always({ status: 200, body })] });
  expect(run.outcome).toMatch(/^(failed|incomplete)$/);
  expect(run.error).toMatch(error);
});
