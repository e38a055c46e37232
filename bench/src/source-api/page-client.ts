import { Agent, request } from "node:http";

/** Reads pages over kept-alive connections and drops their contents: parsing would cost the client more than the server. */
export interface PageClient {
  /** @returns how long the answer took to its last byte, in milliseconds. */
  get(path: string): Promise<number>;
  close(): void;
}

/** @throws when an answer is not a 200. */
export function createPageClient(url: string, apiKey: string, connections: number): PageClient {
  const agent = new Agent({ keepAlive: true, maxSockets: connections });
  const headers = { authorization: `Bearer ${apiKey}` };

  return {
    get(path) {
      const { promise, resolve, reject } = Promise.withResolvers<number>();
      const begun = performance.now();
      const asked = request(`${url}${path}`, { agent, headers }, (response) => {
        if (response.statusCode !== 200) reject(new Error(`${path} was answered ${response.statusCode}.`));
        response.resume();
        response.once("end", () => resolve(performance.now() - begun));
      });
      asked.once("error", reject);
      asked.end();
      return promise;
    },
    close: () => agent.destroy(),
  };
}
