import { once } from "node:events";
import { createServer, type IncomingMessage, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, expect, it } from "vitest";
import { forward } from "./forward.ts";

let server: Server;
let url: URL;
let received: IncomingMessage;

beforeAll(async () => {
  server = createServer((request, response) => {
    received = request;
    response.writeHead(503, {
      "Content-Type": "application/problem+json",
      "X-Request-Id": "abc",
      "Set-Cookie": "secret=1",
    });
    response.end('{"detail":"Down."}');
  });
  await once(server.listen(0, "127.0.0.1"), "listening");
  url = new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}/pipeline/status?x=1`);
});

afterAll(() => server.close());

const request = new Request("http://dashboard.test/api", {
  headers: { Cookie: "tema=dark", "Last-Event-ID": "7.48.end", "X-Other": "1" },
});
const target = { headers: { Authorization: "Bearer key" }, fetch, signal: AbortSignal.timeout(5_000) };

it("sends the key and the needed headers, and returns the response without others", async () => {
  const response = await forward(request, { ...target, url });
  expect(received.url).toBe("/pipeline/status?x=1");
  expect(received.headers).toMatchObject({ authorization: "Bearer key", "last-event-id": "7.48.end" });
  expect(received.headers).not.toHaveProperty("cookie");
  expect(received.headers).not.toHaveProperty("x-other");
  expect(response.status).toBe(503);
  expect(Object.fromEntries(response.headers)).toEqual({
    "content-type": "application/problem+json",
    "x-request-id": "abc",
  });
  expect(await response.json()).toEqual({ detail: "Down." });
});

it("answers 502 with the reason if the API cannot be reached", async () => {
  const closed = createServer();
  await once(closed.listen(0, "127.0.0.1"), "listening");
  const { port } = closed.address() as AddressInfo;
  closed.close();
  const response = await forward(request, { ...target, url: new URL(`http://127.0.0.1:${port}/`) });
  expect(response.status).toBe(502);
  expect(await response.json()).toMatchObject({ detail: expect.stringContaining("ECONNREFUSED") });
});
