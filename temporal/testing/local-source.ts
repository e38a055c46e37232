import { once } from "node:events";
import { createServer, type IncomingMessage, type RequestListener, type ServerResponse } from "node:http";
import { type AddressInfo, createServer as createTcpServer, type Server } from "node:net";

export interface LocalServer extends AsyncDisposable {
  port: number;
  url: string;
  /** TCP connections accepted so far. */
  connections(): number;
}

export type Answer = (request: IncomingMessage, response: ServerResponse) => void;

/** An HTTP server on loopback that answers as the test says. */
export const startHttpServer = (answer: Answer): Promise<LocalServer> =>
  listen(createServer(answer as RequestListener));

/** A server that sends these bytes once it is asked anything, and then hangs up. */
export const startRawServer = (bytes: string): Promise<LocalServer> =>
  listen(
    createTcpServer((socket) => {
      socket.on("error", () => undefined);
      socket.once("data", () => socket.end(bytes));
    }),
  );

export async function listen(server: Server): Promise<LocalServer> {
  const sockets = new Set<{ destroy(): void }>();
  let connections = 0;
  server.on("connection", (socket) => {
    connections++;
    sockets.add(socket);
    socket.on("close", () => sockets.delete(socket));
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  return {
    port,
    url: `http://127.0.0.1:${port}`,
    connections: () => connections,
    async [Symbol.asyncDispose]() {
      const closed = once(server, "close");
      server.close();
      for (const socket of sockets) socket.destroy();
      await closed;
    },
  };
}
