import { createServer as createTlsServer } from "node:tls";
import { gzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { type Answer, listen, startHttpServer, startRawServer } from "../../testing/local-source.ts";
import {
  createSourceClient,
  failed,
  type PageQuery,
  type SourceClientOptions,
  type SourceFetch,
} from "./source-client.ts";

const KEY = "a-key-of-the-tests";
const FIRST: PageQuery = { page: 1, limit: 100, updatedSince: null };
const SECOND: PageQuery = { ...FIRST, page: 2 };
const page = (
  records: string,
  meta = '{"current_page":1,"items_per_page":100,"total_items":1,"total_pages":1}',
) => `{"meta":${meta},"data":[${records}]}`;

function ask(
  baseUrl: string,
  query: PageQuery = FIRST,
  options: Partial<SourceClientOptions> = {},
  signal = new AbortController().signal,
): Promise<SourceFetch> {
  const defaults = { apiKey: KEY, timeoutMs: 5_000, longestRetryAfterMs: 60_000, maxBodyBytes: 100_000 };
  return createSourceClient({ ...defaults, baseUrl, ...options }).fetchPage(query, signal);
}

async function askServer(answer: Answer, query?: PageQuery, options?: Partial<SourceClientOptions>) {
  await using server = await startHttpServer(answer);
  return await ask(server.url, query, options);
}

const answerWith =
  (status: number, body: string | Uint8Array = "", headers: Record<string, string> = {}): Answer =>
  (_, response) => {
    response.writeHead(status, headers).end(body);
  };

const failureOf = (fetched: SourceFetch) => (failed(fetched) ? fetched.failure : null);
const pageOf = (fetched: SourceFetch) => {
  if (failed(fetched)) throw new Error(fetched.failure.message);
  return fetched;
};

describe("a page", () => {
  test("comes with its records as sent, and with the facts of the exchange", async () => {
    const seen: unknown[] = [];
    const before = Date.now();
    const fetched = pageOf(
      await askServer(
        (request, response) => {
          seen.push(request.url, request.headers.authorization);
          response.setHeader("date", "Mon, 05 Jan 2026 12:00:00 GMT");
          response.end(page('{"n": 1.10}'));
        },
        { page: 1, limit: 100, updatedSince: new Date("2026-01-01T00:00:00.900Z") },
      ),
    );
    expect(seen).toEqual([
      "/v1/enrichments?page=1&limit=100&updated_since=2026-01-01T00%3A00%3A00Z",
      `Bearer ${KEY}`,
    ]);
    expect(fetched).toMatchObject({
      request: seen[0],
      status: 200,
      retryAfter: null,
      sourceDate: new Date("2026-01-05T12:00:00Z"),
      meta: { currentPage: 1, itemsPerPage: 100, totalItems: 1 },
      records: [{ text: '{"n": 1.10}', value: { n: 1.1 }, updatedAt: null, unstorable: null }],
      beyondEnd: false,
    });
    expect(fetched.answeredAt.getTime()).toBeGreaterThanOrEqual(before);
    expect(fetched.answeredAt.getTime()).toBeLessThanOrEqual(Date.now());
  });

  test("is asked for with compression, and read from it", async () => {
    const fetched = await askServer((request, response) => {
      expect(request.headers["accept-encoding"]).toContain("gzip");
      response.setHeader("content-encoding", "gzip").end(gzipSync(page("7")));
    });
    expect(pageOf(fetched).records).toMatchObject([{ text: "7" }]);
  });

  test("is followed to another path of the same origin, with the key", async () => {
    const fetched = await askServer((request, response) => {
      if (request.url?.startsWith("/v2")) response.end(page(JSON.stringify(request.headers.authorization)));
      else response.writeHead(308, { location: `/v2${request.url}` }).end("moved");
    });
    expect(pageOf(fetched).records).toMatchObject([{ value: `Bearer ${KEY}` }]);
  });

  test("that a 404 says is beyond the list's end is no failure, but the first one's is", async () => {
    const missing = answerWith(404, '{"detail":"no such page"}');
    expect(pageOf(await askServer(missing, SECOND))).toMatchObject({
      status: 404,
      records: [],
      beyondEnd: true,
    });
    expect(failureOf(await askServer(missing))).toEqual({
      kind: "refused",
      message:
        'The source refused the request (404: "no such page"): check that SOURCE_API_URL serves /v1/enrichments.',
    });
  });
});

describe("a refusal", () => {
  test.each<[number, string, string, string]>([
    [
      400,
      '{"title":"Bad Request","detail":"limit must be at most 50"}',
      "refused",
      "limit must be at most 50",
    ],
    [422, '{"title":"Unprocessable"}', "refused", "Unprocessable"],
    [400, '{"error":"no such filter"}', "refused", "no such filter"],
    [400, '{"error":{"message":"no such filter"}}', "refused", "no such filter"],
    [410, "gone\u0000\n for  good", "refused", "gone for good"],
    [413, `x${"😀".repeat(200)}`, "refused", `x${"😀".repeat(99)}…`],
    [401, '{"message":"key expired"}', "unauthorized", "key expired"],
    [403, '{"message":"not yours"}', "unauthorized", "not yours"],
    [408, '{"message":"too slow"}', "unavailable", "too slow"],
    [500, '{"message":"database is down"}', "unavailable", "database is down"],
  ])("%i %s is %s and quotes the source", async (status, body, kind, words) => {
    const failure = failureOf(await askServer(answerWith(status, body)));
    expect(failure).toMatchObject({
      kind,
      message: expect.stringContaining(`(${status}: "${words}")`.slice(1, -1)),
    });
  });

  test("never repeats the key", async () => {
    const failure = failureOf(await askServer(answerWith(401, `unknown key ${KEY}`)));
    expect(failure?.message).toContain('"unknown key <SOURCE_API_KEY>"');
  });

  test("is decoded in its own charset", async () => {
    const words = Buffer.from("não", "latin1");
    const headers = { "content-type": "text/plain; charset=ISO-8859-1" };
    expect(failureOf(await askServer(answerWith(400, words, headers)))?.message).toContain('"não"');
  });

  test.each([
    [429, "2.5", 2_500],
    [429, "0", 0],
    [503, "7", 7_000],
  ])("%i with Retry-After %s says how long to wait", async (status, retryAfter, waitMs) => {
    const fetched = await askServer(answerWith(status, "", { "retry-after": retryAfter }));
    expect(fetched).toMatchObject({ status, retryAfter });
    expect(failureOf(fetched)?.retryDelayMs).toBeGreaterThanOrEqual(waitMs);
    expect(failureOf(fetched)?.retryDelayMs).toBeLessThanOrEqual(waitMs * 1.1);
  });

  test.each([{}, { "retry-after": "soon" }, { "retry-after": "Mon, 05 Jan 2026 11:00:00 GMT" }])(
    "429 with %j leaves the wait to the caller",
    async (headers) => {
      const failure = failureOf(await askServer(answerWith(429, "", headers)));
      expect(failure?.kind).toBe("rate-limited");
      expect(failure).not.toHaveProperty("retryDelayMs");
    },
  );

  test("by date counts from the source's clock", async () => {
    const headers = { date: "Mon, 05 Jan 2026 12:00:00 GMT", "retry-after": "Mon, 05 Jan 2026 12:00:10 GMT" };
    const failure = failureOf(await askServer(answerWith(429, "", headers)));
    expect(failure?.retryDelayMs).toBeGreaterThanOrEqual(10_000);
    expect(failure?.retryDelayMs).toBeLessThanOrEqual(11_000);
  });

  test("leaves its connection to the next request", async () => {
    await using server = await startHttpServer(answerWith(429, "slow down"));
    for (let asked = 0; asked < 20; asked++) await ask(server.url);
    // A connection can be a moment late for the next request.
    expect(server.connections()).toBeLessThan(5);
  });
});

describe("a redirect", () => {
  test("to another origin is not followed: the message has the right SOURCE_API_URL", async () => {
    const location = "https://user:password@new.example/api/v1/enrichments?token=hidden";
    const failure = failureOf(await askServer(answerWith(301, "", { location })));
    expect(failure?.kind).toBe("redirected");
    expect(failure?.message).toMatch(/ redirects to https:\/\/new\.example\/api\/v1\/enrichments, /);
    expect(failure?.message).toMatch(/set SOURCE_API_URL to https:\/\/new\.example\/api\.$/);
    expect(failure?.message).not.toMatch(/password|hidden/);
  });

  test.each([{ location: "/v1/enrichments" }, {}, { location: "https://" }])(
    "that leads nowhere ends: %j",
    async (headers) => {
      const fetched = await askServer(answerWith(302, "", headers));
      expect(failureOf(fetched)).toMatchObject({ kind: "redirected" });
    },
  );
});

describe("an answer that is no page", () => {
  test.each<[string, string | Uint8Array, Record<string, string>, string, RegExp]>([
    [
      "HTML",
      "<!doctype html><title>Sign in</title>",
      {},
      "unreadable",
      /HTML or XML instead of JSON.*Sign in/,
    ],
    ["half of it", '{"data":[', {}, "unreadable", /not complete JSON/],
    ["nothing", "", {}, "unreadable", /empty/],
    [
      "a charset nobody knows",
      page("1"),
      { "content-type": "application/json; charset=x-klingon" },
      "unreadable",
      /x-klingon/,
    ],
    ["broken gzip", "not gzip", { "content-encoding": "gzip" }, "unreadable", /decompressed/],
    ["another object", '{"items":[]}', {}, "contract-broken", /without an array "data".*items/],
    ["a list", "[]", {}, "contract-broken", /without an array "data"/],
  ])("%s", async (_, body, headers, kind, message) => {
    expect(failureOf(await askServer(answerWith(200, body, headers)))).toEqual({
      kind,
      message: expect.stringMatching(message),
    });
  });

  test("204 is none", async () => {
    expect(failureOf(await askServer(answerWith(204)))).toMatchObject({ kind: "unreadable" });
  });

  test.each([
    ["as it is", (body: string) => answerWith(200, body)],
    ["compressed", (body: string) => answerWith(200, gzipSync(body), { "content-encoding": "gzip" })],
  ])("one above the size bound is not read to its end, %s", async (_, answer) => {
    const body = page(`"${"x".repeat(1_000)}"`);
    const fits = await askServer(answer(body), FIRST, { maxBodyBytes: body.length });
    expect(pageOf(fits).records).toHaveLength(1);
    const fetched = await askServer(answer(body), FIRST, { maxBodyBytes: body.length - 1 });
    expect(failureOf(fetched)).toEqual({
      kind: "unreadable",
      message: expect.stringMatching(/larger than \d+ bytes: raise SOURCE_MAX_BODY_MB/),
    });
  });

  test("one without end is given up at the size bound", async () => {
    const fetched = await askServer((_, response) => {
      const write = () => {
        while (response.write("x".repeat(1_000)));
        response.once("drain", write);
      };
      write();
    });
    expect(failureOf(fetched)?.message).toMatch(/larger than/);
  });
});

describe("no answer", () => {
  const cut = 'HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\n{"data":[';

  test.each<[string, string, RegExp]>([
    ["hangs up", "", /TCP failed: .* closed the connection before the answer was complete/],
    ["hangs up within the body", cut, /TCP failed: .* closed the connection before the answer was complete/],
    ["does not speak HTTP", "SSH-2.0-OpenSSH\r\n", /HTTP failed: .* does not answer in HTTP/],
  ])("the source %s", async (_, bytes, message) => {
    await using server = await startRawServer(bytes);
    const failure = failureOf(await ask(server.url));
    expect(failure).toEqual({ kind: "unavailable", message: expect.stringMatching(message) });
  });

  test("the port is closed", async () => {
    const server = await startRawServer("");
    await server[Symbol.asyncDispose]();
    expect(failureOf(await ask(server.url))).toEqual({
      kind: "unavailable",
      message: `The request to the source failed: TCP failed: 127.0.0.1:${server.port} refused the connection (ECONNREFUSED).`,
    });
  });

  test("TLS fails: no certificate, or no TLS at all", async () => {
    const withoutCertificate = createTlsServer();
    withoutCertificate.on("tlsClientError", () => undefined);
    await using tls = await listen(withoutCertificate);
    await using plain = await startHttpServer(answerWith(200, page("1")));
    for (const { port } of [tls, plain])
      expect(failureOf(await ask(`https://127.0.0.1:${port}`))).toEqual({
        kind: "unavailable",
        message: expect.stringMatching(/TLS failed with 127\.0\.0\.1:\d+: [a-z/ ]+ \(ERR_SSL_/),
      });
  });

  test.each<[string, Answer]>([
    ["says nothing", () => undefined],
    ["stops within the body", (_, response) => void response.writeHead(200).write('{"data":[')],
  ])("the source %s", async (_, answer) => {
    expect(failureOf(await askServer(answer, FIRST, { timeoutMs: 200 }))).toEqual({
      kind: "unavailable",
      message:
        "The request to the source failed: time-out: no complete answer within 200 ms (SOURCE_TIMEOUT_MS).",
    });
  });

  test("a refusal with an endless body is still a refusal", async () => {
    const fetched = await askServer((_, response) => {
      response.writeHead(429, { "retry-after": "1" }).write("x");
    });
    expect(failureOf(fetched)).toMatchObject({ kind: "rate-limited" });
  });

  test("rejects when the caller gives up", async () => {
    const caller = new AbortController();
    await using server = await startHttpServer(() => caller.abort(new Error("canceled")));
    await expect(ask(server.url, FIRST, {}, caller.signal)).rejects.toThrow("canceled");
  });
});
