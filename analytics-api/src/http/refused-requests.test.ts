import { once } from "node:events";
import { type AddressInfo, connect, type Socket } from "node:net";
import { text } from "node:stream/consumers";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { createAppServer } from "./refused-requests.ts";

const server = createAppServer(() => new Response("accepted"));

beforeAll(async () => {
  await once(server.listen(0, "localhost"), "listening");
});
afterAll(() => server.close());

/** The response to a request in packets, each of which is sent when the server has read the one before. */
async function responseTo(packets: readonly string[]): Promise<string> {
  const client = connect({ port: (server.address() as AddressInfo).port, allowHalfOpen: true });
  const [accepted] = (await once(server, "connection")) as [Socket];
  const response = text(client);
  for (const packet of packets) {
    const read = accepted.bytesRead + packet.length;
    client.write(packet);
    await vi.waitFor(() => expect(accepted.bytesRead).toBe(read), { interval: 1 });
  }
  client.end();
  return response;
}

const piecesOf = (request: string): string[] => request.match(/[\s\S]{1,5000}/g) ?? [];

const HOST = "Host: localhost\r\n";
const LONG_TARGET = `GET /?${"x".repeat(20_000)} HTTP/1.1\r\n${HOST}\r\n`;

describe.each([
  ["a target of 20 KB", 414, LONG_TARGET],
  ["many headers", 431, `GET / HTTP/1.1\r\n${HOST}${"X: x\r\n".repeat(4_000)}\r\n`],
  ["no HTTP", 400, "hello\r\n\r\n"],
  ["no Host", 400, "GET / HTTP/1.1\r\n\r\n"],
  ["an invalid Host", 400, "GET / HTTP/1.1\r\nHost: a b\r\n\r\n"],
  ["a target without a path", 400, `OPTIONS * HTTP/1.1\r\n${HOST}\r\n`],
  ["a proxy's method", 501, `CONNECT example.com:443 HTTP/1.1\r\n${HOST}\r\n`],
])("%s", (_, status, request) => {
  it.each([
    ["one packet", [request]],
    ["pieces", piecesOf(request)],
  ])(`in %s gets a problem with status ${status}`, async (_, packets) => {
    const response = await responseTo(packets);
    expect(response).toMatch(new RegExp(`^HTTP/1\\.1 ${status} `));
    expect(response).toMatch(/\r\nContent-Type: application\/problem\+json\r\n/i);
    const body = response.slice(response.indexOf("\r\n\r\n"));
    expect(JSON.parse(body)).toMatchObject({ type: "about:blank", status, detail: expect.any(String) });
  });
});

it("answers a long target after another request in the same packet", async () => {
  const response = await responseTo([`GET / HTTP/1.1\r\n${HOST}\r\n${LONG_TARGET}`]);
  expect(response).toContain("HTTP/1.1 414 URI Too Long");
});

it("answers a single header of 20 KB in one packet with 431", async () => {
  const response = await responseTo([`GET / HTTP/1.1\r\n${HOST}Cookie: ${"x".repeat(20_000)}\r\n\r\n`]);
  expect(response).toContain("HTTP/1.1 431 Request Header Fields Too Large");
});

it("ignores an unknown expectation", async () => {
  const response = await responseTo([`GET / HTTP/1.1\r\n${HOST}Expect: magic\r\n\r\n`]);
  expect(response).toContain("HTTP/1.1 200 OK");
});

it("names both causes of what cannot be told apart: a single header of 20 KB in pieces", async () => {
  const response = await responseTo(
    piecesOf(`GET / HTTP/1.1\r\n${HOST}Cookie: ${"x".repeat(20_000)}\r\n\r\n`),
  );
  expect(response).toContain("The target, or a single header, is too long");
});
