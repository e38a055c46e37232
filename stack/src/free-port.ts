import { randomInt } from "node:crypto";
import { once } from "node:events";
import { createServer, type Server } from "node:net";
import getPort from "get-port";

const HOST = "127.0.0.1";

/** Below the ports of outgoing connections (Linux: from 32768), so that none of those takes the port before it is used. */
const FIRST_PORT = 20_000;
const LAST_PORT = 32_767;

/** Random, so that processes that choose at the same time do not choose the same port. */
function* randomPorts(): Generator<number> {
  for (;;) yield randomInt(FIRST_PORT, LAST_PORT + 1);
}

/** A free TCP port of the loopback interface. It is not chosen again for some seconds. */
export const findFreePort = (): Promise<number> => getPort({ host: HOST, port: randomPorts() });

/** Different free TCP ports of the loopback interface. */
export const findFreePorts = (count: number): Promise<number[]> =>
  Promise.all(Array.from({ length: count }, findFreePort));

/** Listens on a TCP port of the loopback interface. Throws the system's error, such as EADDRINUSE. */
export async function listenOn(port: number): Promise<Server> {
  const server = createServer().listen(port, HOST);
  await once(server, "listening");
  return server;
}

export async function closeServer(server: Server): Promise<void> {
  await once(server.close(), "close");
}
