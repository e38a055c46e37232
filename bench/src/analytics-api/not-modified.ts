import { once } from "node:events";
import { connect } from "node:net";

/**
 * Repeats a conditional request over several connections, each as soon as it has its answer. Writes HTTP to sockets, because Node's client
 * would take as much processor time as the server.
 * @returns answers per second
 * @throws if an answer is not a 304
 */
export async function countNotModified(
  address: URL,
  { etag, connections, durationMs }: { etag: string; connections: number; durationMs: number },
): Promise<number> {
  const request = `GET ${address.pathname}${address.search} HTTP/1.1\r\nHost: ${address.host}\r\nIf-None-Match: ${etag}\r\n\r\n`;
  const begun = performance.now();
  let answers = 0;
  async function sendAll(): Promise<void> {
    const socket = connect(Number(address.port), address.hostname);
    socket.setNoDelay(true).setEncoding("latin1");
    await once(socket, "connect");
    let answer = "";
    socket.on("data", (text: string) => {
      answer += text;
      if (!answer.endsWith("\r\n\r\n")) return;
      if (!answer.startsWith("HTTP/1.1 304 ")) {
        socket.destroy(new Error(`${address} did not return 304, although nothing has changed.`));
        return;
      }
      answer = "";
      answers += 1;
      if (performance.now() - begun < durationMs) socket.write(request);
      else socket.end();
    });
    socket.write(request);
    await once(socket, "close");
  }
  await Promise.all(Array.from({ length: connections }, sendAll));
  return (answers / (performance.now() - begun)) * 1_000;
}
