import { createServer, type Server } from "node:http";
import type { Duplex } from "node:stream";
import { getRequestListener, RequestError } from "@hono/node-server";
import { abbreviate, describeProblem, ProblemError, problemResponse } from "./problem.ts";

/** How long a client may go on sending what is no longer read; in milliseconds. */
const LINGER_MS = 5_000;

/** A server around an app, which answers with a problem, too, what Node or its adapter would refuse before any route. */
export function createAppServer(fetch: Parameters<typeof getRequestListener>[0]): Server {
  // The adapter refuses a request without a Host, Node would do so without a body.
  const listener = getRequestListener(fetch, { errorHandler: refuseTarget });
  const server = createServer({ requireHostHeader: false }, listener);
  server.on("clientError", (error: ParserError, socket) => refuse(socket, reasonOf(error)));
  server.on("connect", ({ url = "" }, socket) =>
    refuse(socket, new ProblemError(501, `CONNECT ${abbreviate(url)} is not possible: this is no proxy.`)),
  );
  // Every expectation but 100-continue may be ignored.
  server.on("checkExpectation", listener);
  return server;
}

function refuseTarget(error: unknown): Response {
  return problemResponse(
    error instanceof RequestError
      ? new ProblemError(
          400,
          `${error.message}: send a path that begins with /, and this API's name as Host.`,
        )
      : new ProblemError(500, "The source API failed; its log says how."),
  );
}

function refuse(socket: Duplex, error: ProblemError): void {
  if (!socket.writable) return;
  socket.end(rawResponse(error));
  // To close while the client still sends would reset the connection, and the client would not see the answer.
  socket.resume();
  setTimeout(() => socket.destroy(), LINGER_MS).unref();
}

/** With the last packet that was parsed, and where in it the parser stopped. */
type ParserError = NodeJS.ErrnoException & { rawPacket?: Buffer; bytesParsed?: number };

function reasonOf(error: ParserError): ProblemError {
  if (error.code === "ERR_HTTP_REQUEST_TIMEOUT")
    return new ProblemError(408, "The request took too long to arrive: send it again.");
  if (error.code !== "HPE_HEADER_OVERFLOW")
    return new ProblemError(400, "This is not a valid HTTP/1.1 request.");
  return endedInFirstLine(error)
    ? new ProblemError(414, "The target, or a single header, is too long: send a shorter path and query.")
    : new ProblemError(431, "The headers are too large: send fewer or shorter ones.");
}

/** The first line has the target. Of a request in several packets, only the last packet is known. */
function endedInFirstLine({ rawPacket, bytesParsed }: ParserError): boolean {
  const request = rawPacket?.subarray(0, bytesParsed).toString("latin1").split("\r\n\r\n").at(-1);
  return !request?.includes("\r\n");
}

function rawResponse(error: ProblemError): string {
  const problem = describeProblem(error);
  const body = JSON.stringify(problem);
  return [
    `HTTP/1.1 ${problem.status} ${problem.title}`,
    "Content-Type: application/problem+json",
    `Content-Length: ${Buffer.byteLength(body)}`,
    "Connection: close",
    "",
    body,
  ].join("\r\n");
}
