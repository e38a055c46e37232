import { Agent, request } from "node:http";

/** Reads pages over keep-alive connections without parsing them, which would cost the client more than the server. */
export interface PageClient {
  /** @returns milliseconds to the last byte of the answer */
  get(path: string): Promise<number>;
  close(): void;
}

/** @throws unless every answer is a 200 */
export function createPageClient(url: string, apiKey: string, connections: number): PageClient {
  const agent = new Agent({ keepAlive: true, maxSockets: connections });
  const headers = { authorization: `Bearer ${apiKey}` };

  return {
    get(path) {
      const { promise, resolve, reject } = Promise.withResolvers<number>();
      const begun = performance.now();
      const sent = request(`${url}${path}`, { agent, headers }, (response) => {
        if (response.statusCode !== 200) reject(new Error(`${path} returned ${response.statusCode}.`));
        response.resume();
        response.once("end", () => resolve(performance.now() - begun));
      });
      sent.once("error", reject);
      sent.end();
      return promise;
    },
    close: () => agent.destroy(),
  };
}
