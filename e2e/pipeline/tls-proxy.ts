import { once } from "node:events";
import {
  connect,
  constants,
  createSecureServer,
  type IncomingHttpHeaders,
  type SecureServerOptions,
  type ServerHttp2Session,
  type ServerHttp2Stream,
} from "node:http2";
import type { AddressInfo } from "node:net";

const UNAUTHENTICATED = 16;
const PERMISSION_DENIED = 7;

export interface Access {
  apiKey: string;
  namespace: string;
}

export interface TlsProxy extends AsyncDisposable {
  /** Host and port. */
  readonly address: string;
}

/**
 * A frontend with TLS before a Temporal server without, as strict as Temporal Cloud: nobody may use the operator's service.
 *
 * @param temporalAddress host and port of the server
 * @param tls certificate and key, and whether clients need one
 * @param access a request without this key, and without a header that names the namespace, is refused
 */
export async function startTlsProxy(
  temporalAddress: string,
  tls: SecureServerOptions,
  access?: Access,
): Promise<TlsProxy> {
  const upstream = connect(`http://${temporalAddress}`);
  const sessions = new Set<ServerHttp2Session>();
  const server = createSecureServer(tls);
  server.on("session", (session) => {
    sessions.add(session);
    session.on("close", () => sessions.delete(session));
    session.on("error", () => session.destroy());
  });
  server.on("stream", (stream, headers) => {
    stream.on("error", () => stream.destroy());
    if (access !== undefined && !mayPass(headers, access)) refuse(stream, UNAUTHENTICATED);
    else if (headers[":path"]?.includes("OperatorService")) refuse(stream, PERMISSION_DENIED);
    else forward(stream, headers);
  });

  function forward(stream: ServerHttp2Stream, headers: IncomingHttpHeaders): void {
    const { ":path": path, ":method": method, ":scheme": _, ":authority": __, ...rest } = headers;
    const request = upstream.request({ ...rest, ":path": path, ":method": method });
    let trailers: IncomingHttpHeaders = {};
    request.on("response", (answer, flags) => {
      const isComplete = (flags & constants.NGHTTP2_FLAG_END_STREAM) !== 0;
      stream.respond(answer, isComplete ? { endStream: true } : { waitForTrailers: true });
      if (!isComplete) request.pipe(stream);
    });
    request.on("trailers", (received) => {
      trailers = received;
    });
    stream.on("wantTrailers", () => stream.sendTrailers(trailers));
    request.on("error", () => stream.destroy());
    stream.on("close", () => request.close(constants.NGHTTP2_CANCEL));
    stream.pipe(request);
  }

  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    address: `127.0.0.1:${(server.address() as AddressInfo).port}`,
    async [Symbol.asyncDispose]() {
      for (const session of sessions) session.destroy();
      upstream.destroy();
      server.close();
      await once(server, "close");
    },
  };
}

/** The first call, which asks what the server can, is for no namespace. */
const mayPass = (headers: IncomingHttpHeaders, { apiKey, namespace }: Access): boolean =>
  headers.authorization === `Bearer ${apiKey}` &&
  (headers["temporal-namespace"] === namespace || headers[":path"]?.endsWith("/GetSystemInfo") === true);

function refuse(stream: ServerHttp2Stream, status: number): void {
  stream.resume();
  stream.respond(
    {
      ":status": 200,
      "content-type": "application/grpc",
      "grpc-status": status,
      "grpc-message": "Request unauthorized.",
    },
    { endStream: true },
  );
}
