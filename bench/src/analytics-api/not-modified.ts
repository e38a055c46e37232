import { once } from "node:events";
import { connect } from "node:net";

/**
 * Asks for `path` again and again over so many connections, each as soon as it has its answer, as a client does that
 * has the answer already; resolves to the answers a second. Speaks HTTP by itself: Node's client would take as much of the
 * machine as the server does.
 * @throws when anything but a 304 is answered
 */
export async function countNotModified(
  address: URL,
  { etag, connections, durationMs }: { etag: string; connections: number; durationMs: number },
): Promise<number> {
  const question = `GET ${address.pathname}${address.search} HTTP/1.1\r\nHost: ${address.host}\r\nIf-None-Match: ${etag}\r\n\r\n`;
  const begun = performance.now();
  let answers = 0;
  async function askOn(): Promise<void> {
    const socket = connect(Number(address.port), address.hostname);
    socket.setNoDelay(true).setEncoding("latin1");
    await once(socket, "connect");
    let answer = "";
    socket.on("data", (text: string) => {
      answer += text;
      if (!answer.endsWith("\r\n\r\n")) return;
      if (!answer.startsWith("HTTP/1.1 304 ")) {
        socket.destroy(
          new Error(`${address} was answered with more than a 304, though nothing has changed.`),
        );
        return;
      }
      answer = "";
      answers += 1;
      if (performance.now() - begun < durationMs) socket.write(question);
      else socket.end();
    });
    socket.write(question);
    await once(socket, "close");
  }
  await Promise.all(Array.from({ length: connections }, askOn));
  return (answers / (performance.now() - begun)) * 1_000;
}
