import { randomUUID } from "node:crypto";
import { createServer, type Server } from "node:http";
import type { Duplex } from "node:stream";
import { getRequestListener, RequestError } from "@hono/node-server";
import { problemOf, titleOf } from "./problem.ts";
import { abbreviate } from "./quoted.ts";
import { MAX_TARGET } from "./request-checks.ts";

/** How long a refused client may keep sending before its connection is closed; in milliseconds. */
const LINGER_MS = 5_000;

const PROBLEM_TYPE = "application/problem+json";

type Refusal = [status: number, detail: string];

/** A server around an app. It responds with a problem to requests that Node or its adapter refuses; they reach no middleware. */
export function createAppServer(fetch: Parameters<typeof getRequestListener>[0]): Server {
  // The adapter refuses a request without a Host; Node would send no body.
  const listener = getRequestListener(fetch, { errorHandler: refuseTarget });
  const server = createServer({ requireHostHeader: false }, listener);
  server.on("clientError", (error: ParserError, socket) => refuse(socket, reasonOf(error)));
  server.on("connect", ({ url = "" }, socket) =>
    refuse(socket, [501, `CONNECT ${abbreviate(url)} is not allowed: this is not a proxy.`]),
  );
  // All expectations except 100-continue may be ignored.
  server.on("checkExpectation", listener);
  return server;
}

function refuseTarget(error: unknown): Response {
  const [status, detail]: Refusal =
    error instanceof RequestError
      ? [400, `${error.message}: send a path that begins with /, and the host name of this API.`]
      : [500, "Internal error: report it with this request_id."];
  return new Response(bodyOf(status, detail), { status, headers: { "Content-Type": PROBLEM_TYPE } });
}

function refuse(socket: Duplex, refusal: Refusal): void {
  if (!socket.writable) return;
  socket.end(rawResponse(...refusal));
  // Closing while the client still sends would reset the connection, and the client would not see the response.
  socket.resume();
  setTimeout(() => socket.destroy(), LINGER_MS).unref();
}

/** With the last packet that was parsed, and the position in it where the parser stopped. */
type ParserError = NodeJS.ErrnoException & { rawPacket?: Buffer; bytesParsed?: number };

function reasonOf(error: ParserError): Refusal {
  if (error.code === "ERR_HTTP_REQUEST_TIMEOUT") return [408, "The request took too long to arrive: retry."];
  if (error.code !== "HPE_HEADER_OVERFLOW") return [400, "Not a valid HTTP/1.1 request."];
  return stoppedInFirstLine(error)
    ? [
        414,
        `The target, or a single header, is too long: at most ${MAX_TARGET} characters of path and query are allowed.`,
      ]
    : [431, "The headers are too large: send fewer or shorter ones."];
}

/** The first line contains the target. Of a request in several packets, only the last packet is known. */
function stoppedInFirstLine({ rawPacket, bytesParsed }: ParserError): boolean {
  const request = rawPacket?.subarray(0, bytesParsed).toString("latin1").split("\r\n\r\n").at(-1);
  return !request?.includes("\r\n");
}

const bodyOf = (...refusal: Refusal): string =>
  JSON.stringify(problemOf(...refusal, { instance: "", request_id: randomUUID() }));

function rawResponse(...refusal: Refusal): string {
  const [status] = refusal;
  const body = bodyOf(...refusal);
  return [
    `HTTP/1.1 ${status} ${titleOf(status)}`,
    `Content-Type: ${PROBLEM_TYPE}`,
    `Content-Length: ${Buffer.byteLength(body)}`,
    "Connection: close",
    "",
    body,
  ].join("\r\n");
}
