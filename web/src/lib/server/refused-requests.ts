import type { Server } from "node:http";
import en from "../../../messages/en.json" with { type: "json" };
import ptBR from "../../../messages/pt-BR.json" with { type: "json" };

/** How long a client may continue to send after the response; in milliseconds. */
const LINGER_MS = 5_000;

/** Answers requests that Node's HTTP parser refuses and that therefore do not reach the app. */
export function answerRefusedRequests(server: Server): void {
  server.on("clientError", (error: ParserError, socket) => {
    if (!socket.writable) return;
    socket.end(rawResponse(refusalOf(error)));
    // Closing while the client still sends would reset the connection, and the client would not see the response.
    socket.resume();
    setTimeout(() => socket.destroy(), LINGER_MS).unref();
  });
}

/** With the last packet that was parsed, and the position in it where the parser stopped. */
type ParserError = NodeJS.ErrnoException & { rawPacket?: Buffer; bytesParsed?: number };

interface Refusal {
  status: string;
  message: "error_url_too_long" | "error_headers_too_large" | "error_invalid_request";
}

function refusalOf(error: ParserError): Refusal {
  if (error.code === "ERR_HTTP_REQUEST_TIMEOUT")
    return { status: "408 Request Timeout", message: "error_invalid_request" };
  if (error.code !== "HPE_HEADER_OVERFLOW")
    return { status: "400 Bad Request", message: "error_invalid_request" };
  return stoppedInFirstLine(error)
    ? { status: "414 URI Too Long", message: "error_url_too_long" }
    : { status: "431 Request Header Fields Too Large", message: "error_headers_too_large" };
}

/** The first line contains the URL. Of a request in several packets, only the last packet is known. */
function stoppedInFirstLine({ rawPacket, bytesParsed }: ParserError): boolean {
  const request = rawPacket?.subarray(0, bytesParsed).toString("latin1").split("\r\n\r\n").at(-1);
  return !request?.includes("\r\n");
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
