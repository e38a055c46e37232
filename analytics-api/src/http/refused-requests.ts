import { randomUUID } from "node:crypto";
import type { Server } from "node:http";
import type { Duplex } from "node:stream";
import type { Problem } from "../schemas/problem.ts";
import { type ProblemStatus, titles } from "./problem.ts";
import { MAX_TARGET } from "./request-checks.ts";

/** How long a refused client may keep sending before its connection is closed; in milliseconds. */
const LINGER_MS = 5_000;

/** Responds with a problem to requests that Node's HTTP parser refuses; they reach no middleware. */
export function answerRefusedRequests(server: Server): void {
  server.on("clientError", (error: ParserError, socket) => {
    if (!socket.writable) return;
    socket.end(rawResponse(...reasonOf(error)));
    closeOnceRead(socket);
  });
}

type ParserError = NodeJS.ErrnoException & { rawPacket?: Buffer };

function reasonOf({ code, rawPacket }: ParserError): [status: ProblemStatus, detail: string] {
  if (code === "ERR_HTTP_REQUEST_TIMEOUT") return [408, "The request took too long to arrive: retry."];
  if (code !== "HPE_HEADER_OVERFLOW") return [400, "Not a valid HTTP/1.1 request."];
  // The target comes first: without the end of a line, the target is too long.
  return rawPacket?.includes("\r\n")
    ? [431, "The headers are too large: send fewer or shorter ones."]
    : [414, `The target is too long: at most ${MAX_TARGET} characters of path and query are allowed.`];
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

/** Closing while the client still sends would reset the connection, and the client would not see the response. */
function closeOnceRead(socket: Duplex): void {
  const timer = setTimeout(() => socket.destroy(), LINGER_MS);
  socket.once("end", () => socket.destroy());
  socket.once("close", () => clearTimeout(timer));
  socket.resume();
}
