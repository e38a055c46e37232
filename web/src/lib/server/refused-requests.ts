import { maxHeaderSize, type Server } from "node:http";
import type { Duplex } from "node:stream";
import en from "../../../messages/en.json" with { type: "json" };
import ptBR from "../../../messages/pt-BR.json" with { type: "json" };

/** How long a client may continue to send after the response; in milliseconds. */
const LINGER_MS = 5_000;

/** Answers requests that Node's HTTP parser refuses and that therefore do not reach the app. */
export function answerRefusedRequests(server: Server): void {
  server.on("clientError", (error: ParserError, socket) => {
    if (!socket.writable) return;
    socket.end(rawResponse(refusalOf(error)));
    closeAfterRequest(socket);
  });
}

type ParserError = NodeJS.ErrnoException & { rawPacket?: Buffer };

interface Refusal {
  status: string;
  message: "error_url_too_long" | "error_headers_too_large" | "error_invalid_request";
}

function refusalOf({ code, rawPacket }: ParserError): Refusal {
  if (code === "ERR_HTTP_REQUEST_TIMEOUT")
    return { status: "408 Request Timeout", message: "error_invalid_request" };
  if (code !== "HPE_HEADER_OVERFLOW") return { status: "400 Bad Request", message: "error_invalid_request" };
  return startsWithLongLine(rawPacket)
    ? { status: "414 URI Too Long", message: "error_url_too_long" }
    : { status: "431 Request Header Fields Too Large", message: "error_headers_too_large" };
}

/** The first line of a request has its URL. */
function startsWithLongLine(packet: Buffer | undefined): boolean {
  const length = packet?.indexOf("\r\n") ?? -1;
  return length < 0 || length > maxHeaderSize / 2;
}

/** A page in both languages: the headers with the language of the user have not been read. */
function rawResponse({ status, message }: Refusal): string {
  const body = `<!doctype html>
<html lang="pt-BR">
  <head><meta charset="utf-8"><title>${status}</title></head>
  <body>
    <p>${ptBR[message]}</p>
    <p lang="en">${en[message]}</p>
  </body>
</html>
`;
  return [
    `HTTP/1.1 ${status}`,
    "Content-Type: text/html; charset=utf-8",
    `Content-Length: ${Buffer.byteLength(body)}`,
    "Connection: close",
    "",
    body,
  ].join("\r\n");
}

/** Closing while the client still sends would reset the connection, and the client would not see the response. */
function closeAfterRequest(socket: Duplex): void {
  const timer = setTimeout(() => socket.destroy(), LINGER_MS);
  socket.once("end", () => socket.destroy());
  socket.once("close", () => clearTimeout(timer));
  socket.resume();
}
