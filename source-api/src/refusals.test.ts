import { connect } from "node:net";
import { text } from "node:stream/consumers";
import { expect, it } from "vitest";
import { startTestSource, TEST_ENVIRONMENT } from "./testing/start-test-source.ts";

it.each([
  ["POST", "/v1/enrichments", "GET, HEAD"],
  ["DELETE", "/admin/faults", "GET, HEAD, PUT, PATCH"],
  ["GET", "/admin/touch", "POST"],
  ["PUT", "/health", "GET, HEAD"],
])("answers %s %s with a 405 that allows %s", async (method, path, allow) => {
  const source = await startTestSource();
  const response = await source.get(path, { method });
  expect(response.status).toBe(405);
  expect(response.headers.get("allow")).toBe(allow);
  expect(response.headers.get("content-type")).toBe("application/problem+json");
});

it("shows the beginning of what was sent, however long it is", async () => {
  const source = await startTestSource();
  const long = "x".repeat(3_000);
  const answers = await Promise.all([
    source.get(`/v1/${long}`),
    source.get(`/v1/enrichments?limit=${long}&updated_since=${long}`),
    source.send("POST", "/admin/touch", { count: 1, [long]: 1 }),
  ]);
  expect(answers.map(({ status }) => status)).toEqual([404, 422, 422]);
  for (const answer of answers) expect(await answer.text()).not.toContain("x".repeat(201));
});

it("names the value and the bounds", async () => {
  const source = await startTestSource();
  expect(await source.read("/v1/enrichments?limit=1000")).toMatchObject({
    detail: expect.stringContaining("limit=1000 must be a whole number from 1 to 100."),
  });
});

it.each([
  [414, `GET /health?${"x".repeat(20_000)} HTTP/1.1\r\nHost: localhost\r\n\r\n`],
  [414, `GET /health?${"x".repeat(1_000_000)} HTTP/1.1\r\nHost: localhost\r\n\r\n`],
  [431, `GET /health HTTP/1.1\r\nHost: localhost\r\nX: ${"x".repeat(1_000_000)}\r\n\r\n`],
  [400, "hello\r\n\r\n"],
])("answers %i to what no route can be asked", async (status, request) => {
  const source = await startTestSource();
  const socket = connect(Number(new URL(source.url).port), "127.0.0.1");
  socket.end(request);
  const answer = await text(socket);
  expect(answer).toContain(`HTTP/1.1 ${status} `);
  expect(JSON.parse(answer.slice(answer.indexOf("\r\n\r\n")))).toMatchObject({ status });
});

it.each([
  ["/v1/enrichments?limit=1&limit=2", 'limit=["1","2"] must be sent once.'],
  [
    "/v1/enrichments?updated_since=yesterday",
    "updated_since=yesterday must be sent once, as an ISO 8601 instant",
  ],
  ["/v1/enrichments/x", "id=x must be a UUID."],
])("names what is wrong with %s", async (path, detail) => {
  const source = await startTestSource();
  expect(await source.read(path)).toMatchObject({ status: 422, detail: expect.stringContaining(detail) });
});

it.each([
  ["touch", null, "body=null: Invalid input: expected object"],
  ["touch", { count: "1" }, "count=1: Invalid input: expected number"],
  ["touch", { count: 200_000 }, "count=200000: Too big: expected number to be <=100000"],
  ["touch", {}, "count is missing: Invalid input: expected number"],
  ["touch", { count: 1, x: 1 }, "x is unknown: leave it out."],
  ["delete", { count: 0 }, "count=0: Too small: expected number to be >=1"],
  ["lose", {}, "and may have for_seconds, a whole number from 1 to 31622400."],
])("names what is wrong with the body of /admin/%s %j", async (action, body, detail) => {
  const source = await startTestSource();
  const response = await source.send("POST", `/admin/${action}`, body);
  expect(await response.json()).toMatchObject({ status: 422, detail: expect.stringContaining(detail) });
});

it("refuses a request without its body", async () => {
  const source = await startTestSource();
  const response = await fetch(`${source.url}/admin/faults`, {
    method: "PUT",
    headers: { authorization: `Bearer ${TEST_ENVIRONMENT.SOURCE_API_ADMIN_KEY}` },
  });
  expect(response.status).toBe(415);
});

it.each([
  { "content-type": "text/plain" },
  { "content-type": "application/json", "content-encoding": "gzip" },
])("refuses a body with %j, and says how to send it", async (headers) => {
  const source = await startTestSource();
  const response = await fetch(`${source.url}/admin/touch`, {
    method: "POST",
    body: '{"count":1}',
    headers: { authorization: `Bearer ${TEST_ENVIRONMENT.SOURCE_API_ADMIN_KEY}`, ...headers },
  });
  expect(response.status).toBe(415);
  expect(await response.json()).toMatchObject({
    detail: expect.stringContaining("Content-Type: application/json"),
  });
});

it("compresses its reference, which may load nothing from elsewhere", async () => {
  const source = await startTestSource();
  const page = await source.get("/docs");
  expect(page.headers.get("content-encoding")).toBe("gzip");
  expect(page.headers.get("content-security-policy")).toContain("default-src 'self'");
  expect((await source.get("/docs/scalar.js")).headers.get("content-encoding")).toBe("gzip");
});
