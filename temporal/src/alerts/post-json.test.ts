import { once } from "node:events";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, beforeEach, expect, test } from "vitest";
import { NotAccepted, postJson } from "./post-json.ts";

let server: Server;
let status: number;

beforeEach(async () => {
  server = createServer((_, response) =>
    response.writeHead(status, { location: "/elsewhere" }).end("secret"),
  );
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
});
afterEach(() => server.close());

const urlOf = () => `http://127.0.0.1:${(server.address() as AddressInfo).port}/secret`;

test.each([200, 202, 204])("%i is accepted", async (answer) => {
  status = answer;
  await postJson(urlOf(), "{}");
});

test.each([
  [
    302,
    "the receiver answered 302, a redirect: set the address to which it points, in the worker's environment",
  ],
  [
    404,
    "the receiver answered 404: it refuses the message; check its address and secret in the worker's environment",
  ],
  [408, "the receiver answered 408: it is asked again later"],
  [429, "the receiver answered 429: it is asked again later"],
  [503, "the receiver answered 503: it is asked again later"],
])("%i is told without the address and the answer, which can be secrets", async (answer, sentence) => {
  status = answer;
  await expect(postJson(urlOf(), "{}")).rejects.toEqual(new NotAccepted(sentence));
});

test("so is a receiver that is down", async () => {
  const url = urlOf();
  server.close();
  await expect(postJson(url, "{}")).rejects.toThrow(
    /^TCP failed: 127\.0\.0\.1:\d+ refused the connection \(ECONNREFUSED\)$/,
  );
});
