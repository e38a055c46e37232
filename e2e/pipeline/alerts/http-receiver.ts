import { once } from "node:events";
import { createServer, type IncomingHttpHeaders, type Server } from "node:http";
import { text } from "node:stream/consumers";

/** A real HTTP server that can be stopped and started again at the same address. */
export interface HttpReceiver extends AsyncDisposable {
  readonly url: string;
  /** What it answers. */
  answer: { status: number; body: object; location?: string };
  /** Requests that it answered with 2xx. */
  readonly accepted: { headers: IncomingHttpHeaders; body: string }[];
  stop(): Promise<void>;
  start(): Promise<void>;
}

export async function startHttpReceiver(): Promise<HttpReceiver> {
  let server: Server | undefined;
  let port = 0;
  const receiver: HttpReceiver = {
    get url() {
      return `http://127.0.0.1:${port}`;
    },
    answer: { status: 200, body: {} },
    accepted: [],
    async start() {
      server = createServer(async (request, response) => {
        const body = await text(request);
        const { status, body: answer, location } = receiver.answer;
        if (status < 300) receiver.accepted.push({ headers: request.headers, body });
        response.writeHead(status, { "content-type": "application/json", ...(location && { location }) });
        response.end(JSON.stringify(answer));
      });
      server.listen(port, "127.0.0.1");
      await once(server, "listening");
      const address = server.address();
      if (address && typeof address === "object") port = address.port;
    },
    async stop() {
      server?.closeAllConnections();
      server?.close();
      if (server?.listening) await once(server, "close");
      server = undefined;
    },
    [Symbol.asyncDispose]: () => receiver.stop(),
  };
  await receiver.start();
  return receiver;
}
