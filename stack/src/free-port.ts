import { randomInt } from "node:crypto";
import { once } from "node:events";
import { createServer, type Server } from "node:net";

/**
 * Below the ports that systems give to outgoing connections (Linux: from 32768), so that none is lost to one of those
 * between the choice and the use.
 */
const FIRST_PORT = 20_000;
const LAST_PORT = 32_767;

/** Listens on a TCP port of the loopback interface. Throws the system's error, such as EADDRINUSE. */
export async function listenOn(port: number): Promise<Server> {
  const server = createServer().listen(port, "127.0.0.1");
  await once(server, "listening");
  return server;
}

export async function closeServer(server: Server): Promise<void> {
  await once(server.close(), "close");
}

/** TCP ports of the loopback interface that were free a moment ago, all different. */
export async function findFreePorts(count: number): Promise<number[]> {
  const held = new Map<number, Server>();
  while (held.size < count) {
    const port = randomInt(FIRST_PORT, LAST_PORT + 1);
    const server = await listenOn(port).catch(() => undefined);
    if (server) held.set(port, server);
  }
  await Promise.all([...held.values()].map(closeServer));
  return [...held.keys()];
}

export async function findFreePort(): Promise<number> {
  const [port = 0] = await findFreePorts(1);
  return port;
}
