import { Agent, type IncomingHttpHeaders, request } from "node:http";

export interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
  /** Milliseconds to the last byte. */
  readonly ms: number;
}

/** Sends requests over keep-alive connections. */
export interface ApiClient {
  /** @throws unless the answer is a 200 or a 304 */
  get(path: string, headers?: Record<string, string>): Promise<Answer>;
  close(): void;
}

export function createApiClient(url: string, connections: number): ApiClient {
  const agent = new Agent({ keepAlive: true, maxSockets: connections });
  return {
    get(path, headers = {}) {
      const { promise, resolve, reject } = Promise.withResolvers<Answer>();
      const begun = performance.now();
      const sent = request(`${url}${path}`, { agent, headers }, (response) => {
        const { statusCode: status = 0 } = response;
        const chunks: Buffer[] = [];
        response.on("data", (chunk: Buffer) => chunks.push(chunk));
        response.once("end", () => {
          const ms = performance.now() - begun;
          const body = Buffer.concat(chunks).toString();
          if (status === 200 || status === 304) resolve({ status, headers: response.headers, body, ms });
          else reject(new Error(`${path} returned ${status}: ${body}`));
        });
      });
      sent.once("error", reject);
      sent.end();
      return promise;
    },
    close: () => agent.destroy(),
  };
}
