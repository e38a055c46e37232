import { once } from "node:events";
import { createServer, type Server } from "node:http";
import { type AddressInfo, connect, type Socket } from "node:net";
import { text } from "node:stream/consumers";
import { afterAll, beforeAll, expect, it, vi } from "vitest";
import { answerRefusedRequests } from "./refused-requests.ts";

let server: Server;
let url: string;

beforeAll(async () => {
  server = createServer((_request, response) => response.end("ok"));
  answerRefusedRequests(server);
  await once(server.listen(0, "127.0.0.1"), "listening");
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => server.close());

it.each([20_000, 1_000_000, 5_000_000])("answers a query of %i characters with 414", async (length) => {
  const response = await fetch(`${url}/?busca=${"x".repeat(length)}`);
  expect(response.status).toBe(414);
  expect(response.headers.get("Content-Type")).toBe("text/html; charset=utf-8");
  const page = await response.text();
  expect(page).toContain("O endereço desta página é longo demais: use menos filtros.");
  expect(page).toContain('<p lang="en">The URL of this page is too long: use fewer filters.</p>');
});

it("answers a long query in pieces with 414", async () => {
  const socket = connect(Number(new URL(url).port), "127.0.0.1");
  const [accepted] = (await once(server, "connection")) as [Socket];
  const response = text(socket);
  for (const piece of [
    `GET /?${"x".repeat(10_000)}`,
    `${"x".repeat(10_000)} HTTP/1.1\r\nHost: localhost\r\n\r\n`,
  ]) {
    const read = accepted.bytesRead + piece.length;
    socket.write(piece);
    await vi.waitFor(() => expect(accepted.bytesRead).toBe(read), { interval: 1 });
  }
  socket.end();
  expect(await response).toMatch(/^HTTP\/1\.1 414 URI Too Long\r\n/);
});

it("answers headers that are too large with 431", async () => {
  const response = await fetch(url, { headers: { Cookie: "x".repeat(100_000) } });
  expect(response.status).toBe(431);
  expect(await response.text()).toContain("cookies");
});

it("answers an invalid request with 400", async () => {
  const socket = connect(Number(new URL(url).port), "127.0.0.1");
  socket.end("no HTTP\r\n\r\n");
  expect(await text(socket)).toMatch(/^HTTP\/1\.1 400 Bad Request\r\n/);
});

it("still answers other requests", async () => {
  const response = await fetch(url);
  expect(await response.text()).toBe("ok");
});
