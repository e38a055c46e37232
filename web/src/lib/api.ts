import type { AppType } from "@enrichment-monitor/analytics-api";
import { type ClientResponse, hc } from "hono/client";
import { z } from "zod/mini";

/** A page must not hang on a silent API. */
const TIMEOUT_MS = 10_000;

/** The dashboard's own server passes these requests on to the API and adds its key. */
const OWN_API = "/api";

export interface ApiAccess {
  fetch: typeof globalThis.fetch;
  url?: string;
  /** Sent with every request. */
  headers?: Record<string, string>;
  /** Default: what a page can wait for. */
  timeoutMs?: number;
}

/** A typed client of the analytics API: through the dashboard's server, or directly at `url`. */
export const createApi = ({ fetch, url = OWN_API, headers = {}, timeoutMs = TIMEOUT_MS }: ApiAccess) =>
  hc<AppType>(url, {
    headers,
    fetch: (input: RequestInfo | URL, init?: RequestInit) =>
      fetch(input, { ...init, signal: AbortSignal.timeout(timeoutMs) }),
  });

export type Api = ReturnType<typeof createApi>;

/**
 * The part of the system that is down. `dashboard`: its server, or the network to it. `api`: the analytics API cannot be reached or
 * does not work. `warehouse`: the API works, but not its database. `none`: all work, and the request was refused.
 */
export type DownPart = "dashboard" | "api" | "warehouse" | "none";

/** A failed request, as a page shows it. */
export interface Failure {
  part: DownPart;
  /** Undefined if there was no response. */
  status: number | undefined;
  /** In English, from the API. */
  detail: string;
  /** `X-Request-Id` of the API, to find the request in its log. */
  requestId: string | undefined;
}

/** A request to the API failed: no response, or one that is not a success. */
export class ApiFailure extends Error implements Failure {
  override readonly name = "ApiFailure";
  readonly part: DownPart;
  readonly status: number | undefined;
  readonly requestId: string | undefined;

  constructor(failure: Failure, options?: ErrorOptions) {
    super(failure.detail, options);
    this.part = failure.part;
    this.status = failure.status;
    this.requestId = failure.requestId;
  }

  get detail(): string {
    return this.message;
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
  throw new ApiFailure(await describeFailure(response));
}

/** There was no response, or it was cut off. */
function throwNetworkError(cause: unknown): never {
  const detail = cause instanceof Error ? cause.message : String(cause);
  throw new ApiFailure({ part: "dashboard", status: undefined, detail, requestId: undefined }, { cause });
}

type HttpResponse = Pick<Response, "ok" | "status" | "statusText" | "text">;

/** The members of an RFC 9457 problem body that are shown. */
const problem = z.object({
  detail: z.string(),
  request_id: z.optional(z.string()),
  errors: z._default(z.array(z.object({ parameter: z.string(), detail: z.string() })), []),
});

async function describeFailure(response: HttpResponse): Promise<Failure> {
  const { status, statusText } = response;
  const parsed = problem.safeParse(parseJson(await response.text()));
  // A page of a proxy, or of the dashboard's server itself.
  if (!parsed.success)
    return { part: "dashboard", status, detail: `${status} ${statusText}`, requestId: undefined };
  const { detail, errors, request_id: requestId } = parsed.data;
  return {
    part: partOf(status),
    status,
    detail: [detail, ...errors.map((error) => `${error.parameter}: ${error.detail}`)].join(" "),
    requestId,
  };
}

/** What a problem of this status says about the API: it answers 503 if its database does not respond. */
function partOf(status: number): DownPart {
  if (status === 503) return "warehouse";
  // A key that the API refuses is the dashboard's, not the user's.
  return status >= 500 || status === 401 || status === 403 ? "api" : "none";
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
