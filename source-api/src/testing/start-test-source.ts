import { onTestFinished } from "vitest";
import { readConfig } from "../config.ts";
import { startSourceApi } from "../start.ts";

export interface TestSource {
  readonly url: string;
  /** Asks `/v1` or `/admin` with the right key. */
  get(path: string, init?: RequestInit): Promise<Response>;
  /** The body of a GET, taken to be of type `T`. */
  read<T>(path: string): Promise<T>;
  send(method: "POST" | "PUT" | "PATCH", path: string, body: unknown): Promise<Response>;
  close(): Promise<void>;
}

const API_KEY = "the-key-of-a-test";
const ADMIN_KEY = "the-admin-key-of-a-test";

/** Of a source of 200 records on a free port, without faults, whose clock stands still at noon on a Tuesday. */
export const TEST_ENVIRONMENT = {
  SOURCE_API_PORT: "0",
  SOURCE_API_KEY: API_KEY,
  SOURCE_API_ADMIN_KEY: ADMIN_KEY,
  SOURCE_RECORDS: "200",
  SOURCE_FAULTS: "calm",
  SOURCE_CLOCK_NOW: "2026-11-24T15:00:00Z",
  SOURCE_CLOCK_SPEED: "0",
};

/** A source of {@link TEST_ENVIRONMENT}, unless `environment` says otherwise; it ends with the test. */
export async function startTestSource(environment: Record<string, string> = {}): Promise<TestSource> {
  const source = await startSourceApi(readConfig({ ...TEST_ENVIRONMENT, ...environment }));
  onTestFinished(source.close);

  function get(path: string, init: RequestInit = {}): Promise<Response> {
    const key = path.startsWith("/admin") ? ADMIN_KEY : API_KEY;
    return fetch(`${source.url}${path}`, {
      ...init,
      headers: { authorization: `Bearer ${key}`, "content-type": "application/json" },
    });
  }

  return {
    url: source.url,
    close: source.close,
    get,
    read: async <T>(path: string) => (await get(path)).json() as Promise<T>,
    send: (method, path, body) => get(path, { method, body: JSON.stringify(body) }),
  };
}
