import { randomUUID } from "node:crypto";
import type { Server } from "node:http";
import type { Duplex } from "node:stream";
import type { Problem } from "../schemas/problem.ts";
import { type ProblemStatus, titles } from "./problem.ts";
import { MAX_TARGET } from "./target-limit.ts";

/** How long a client may go on sending what is no longer read; in milliseconds. */
const LINGER_MS = 5_000;

/** Answers requests that Node's HTTP parser refuses, which reach no middleware, with a problem too. */
export function answerRefusedRequests(server: Server): void {
  server.on("clientError", (error: ParserError, socket) => {
    if (!socket.writable) return;
    const [status, detail] = reasonOf(error);
    socket.end(rawResponse(status, detail));
    closeOnceRead(socket);
  });
}

type ParserError = NodeJS.ErrnoException & { rawPacket?: Buffer };

function reasonOf({ code, rawPacket }: ParserError): [status: ProblemStatus, detail: string] {
  if (code === "ERR_HTTP_REQUEST_TIMEOUT")
    return [408, "The request took too long to arrive: send it again."];
  if (code !== "HPE_HEADER_OVERFLOW") return [400, "This is not a valid HTTP/1.1 request."];
  // What comes first is the target: without the end of a line it is the target that is too long.
  return rawPacket?.includes("\r\n")
    ? [431, "The headers are too large: send fewer or shorter ones."]
    : [414, `The target is too long: path and query may have ${MAX_TARGET} characters.`];
}

function rawResponse(status: ProblemStatus, detail: string): string {
  const body = JSON.stringify({
    type: "about:blank",
    title: titles[status],
    status,
    detail,
    instance: "",
    request_id: randomUUID(),
  } satisfies Problem);
  return [
    `HTTP/1.1 ${status} ${titles[status]}`,
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
