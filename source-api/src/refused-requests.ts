import type { Server } from "node:http";
import type { Duplex } from "node:stream";
import { describeProblem, ProblemError } from "./problem.ts";

/** How long a client may go on sending what is no longer read; in milliseconds. */
const LINGER_MS = 5_000;

/** Answers requests that Node's HTTP parser refuses, which reach no route, with a problem too. */
export function answerRefusedRequests(server: Server): void {
  server.on("clientError", (error: ParserError, socket) => {
    if (!socket.writable) return;
    socket.end(rawResponse(reasonOf(error)));
    closeOnceRead(socket);
  });
}

type ParserError = NodeJS.ErrnoException & { rawPacket?: Buffer };

function reasonOf({ code, rawPacket }: ParserError): ProblemError {
  if (code !== "HPE_HEADER_OVERFLOW") return new ProblemError(400, "This is not a valid HTTP/1.1 request.");
  // What comes first is the target: without the end of a line it is the target that is too long.
  return rawPacket?.includes("\r\n")
    ? new ProblemError(431, "The headers are too large: send fewer or shorter ones.")
    : new ProblemError(414, "The target is too long: send a shorter path and query.");
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

/** To close while the client still sends would reset the connection, and the client would not see the answer. */
function closeOnceRead(socket: Duplex): void {
  const timer = setTimeout(() => socket.destroy(), LINGER_MS);
  socket.once("end", () => socket.destroy());
  socket.once("close", () => clearTimeout(timer));
  socket.resume();
}
