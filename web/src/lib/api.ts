import type { AppType } from "@enrichment-monitor/analytics-api";
import { type ClientResponse, hc } from "hono/client";
import { z } from "zod";

/** A page must not hang on a silent API. */
const TIMEOUT_MS = 10_000;

export interface ApiAccess {
  fetch: typeof globalThis.fetch;
  url: string;
  /** Sent with every request. */
  headers?: Record<string, string>;
  /** Default: what a page can wait for. */
  timeoutMs?: number;
}

/** A client of the analytics API at `url`. */
export const createApi = ({ fetch, url, headers = {}, timeoutMs = TIMEOUT_MS }: ApiAccess) =>
  hc<AppType>(url, {
    headers,
    fetch: (input: RequestInfo | URL, init?: RequestInit) =>
      fetch(input, { ...init, signal: AbortSignal.timeout(timeoutMs) }),
  });

export type Api = ReturnType<typeof createApi>;

/** A request to the API failed: no response, or one that is not a success. */
export class ApiFailure extends Error {
  override readonly name = "ApiFailure";
  /** HTTP status; undefined when the API could not be reached or timed out. */
  readonly status: number | undefined;

  constructor(status: number | undefined, message: string, options?: ErrorOptions) {
    super(message, options);
    this.status = status;
  }
}

type Body<Result> =
  Extract<Result, { status: 200 | 202 }> extends ClientResponse<infer Json, 200 | 202, "json"> ? Json : never;

/**
 * The JSON body of a successful response.
 * @throws ApiFailure
 */
export async function readJson<Result extends ClientResponse<unknown>>(
  request: Promise<Result>,
): Promise<Body<Result>> {
  const response = await requireOk(request);
  return (await response.json().catch(throwNetworkError)) as Body<Result>;
}

/**
 * The response, if it is successful.
 * @throws ApiFailure with the message of the problem body, if there is one
 */
export async function requireOk<Result extends HttpResponse>(request: Promise<Result>): Promise<Result> {
  const response = await request.catch(throwNetworkError);
  if (response.ok) return response;
  throw new ApiFailure(response.status, await errorMessage(response));
}

/** There was no response, or it was cut off. */
function throwNetworkError(cause: unknown): never {
  throw new ApiFailure(undefined, cause instanceof Error ? cause.message : String(cause), { cause });
}

type HttpResponse = Pick<Response, "ok" | "status" | "statusText" | "text">;

/** The members of an RFC 9457 problem body that are shown. */
const problem = z.object({
  detail: z.string(),
  errors: z.array(z.object({ parameter: z.string(), detail: z.string() })).default([]),
});

async function errorMessage(response: HttpResponse): Promise<string> {
  const text = await response.text();
  const parsed = problem.safeParse(parseJson(text));
  if (!parsed.success) return `${response.status} ${response.statusText}`;
  const { detail, errors } = parsed.data;
  return [detail, ...errors.map((error) => `${error.parameter}: ${error.detail}`)].join(" ");
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
