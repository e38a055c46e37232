import { once } from "node:events";
import { connect, createServer, type Socket } from "node:net";

/** A TCP proxy to the server of `url` that can be stopped and restarted, or answer nothing. */
export async function createDetour(url: string) {
  const target = new URL(url);
  const sockets = new Set<Socket>();
  let isHanging = false;
  const server = createServer((client) => {
    const upstream = connect(Number(target.port), target.hostname);
    for (const socket of [client, upstream]) {
      sockets.add(socket);
      socket.on("error", () => socket.destroy()).once("close", () => sockets.delete(socket));
    }
    if (!isHanging) client.pipe(upstream).pipe(client);
  });
  const open = async (port: number) => {
    await once(server.listen(port, "127.0.0.1"), "listening");
    const address = server.address();
    return typeof address === "object" && address ? address.port : 0;
  };
  const port = await open(0);
  const detour = new URL(url);
  detour.host = `127.0.0.1:${port}`;
  return {
    url: detour.href,
    cut() {
      server.close();
      for (const socket of sockets) socket.destroy();
    },
    lay: () => open(port),
    /** Answers nothing any more, on connections that are open and on new ones. */
    hang() {
      isHanging = true;
      for (const socket of sockets) socket.unpipe();
    },
    /** New connections work again; those that hang stay so. */
    acceptAgain() {
      isHanging = false;
    },
  };
}
