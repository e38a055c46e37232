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
}

/** The analytics API, reached by `fetch` at `url`. */
export const createApi = ({ fetch, url, headers = {} }: ApiAccess) =>
  hc<AppType>(url, {
    headers,
    fetch: (input: RequestInfo | URL, init?: RequestInit) =>
      fetch(input, { ...init, signal: AbortSignal.timeout(TIMEOUT_MS) }),
  });

export type Api = ReturnType<typeof createApi>;

/** Why the API gave no answer that can be shown. */
export class ApiFailure extends Error {
  override readonly name = "ApiFailure";
  /** HTTP status; undefined when the API could not be reached or did not answer in time. */
  readonly status: number | undefined;

  constructor(status: number | undefined, message: string, options?: ErrorOptions) {
    super(message, options);
    this.status = status;
  }
}

type Body<Answer> =
  Extract<Answer, { status: 200 }> extends ClientResponse<infer Json, 200, "json"> ? Json : never;

/**
 * The body of a successful answer.
 * @throws ApiFailure
 */
export async function answerOf<Answer extends ClientResponse<unknown>>(
  request: Promise<Answer>,
): Promise<Body<Answer>> {
  const answer = await successful(request);
  return (await answer.json().catch(unreached)) as Body<Answer>;
}

/**
 * The answer itself, once it is known to be a successful one.
 * @throws ApiFailure with the API's own words where it gave some
 */
export async function successful<Answer extends Unread>(request: Promise<Answer>): Promise<Answer> {
  const response = await request.catch(unreached);
  if (response.ok) return response;
  throw new ApiFailure(response.status, await wordsOf(response));
}

/** No answer came, or it broke off. */
function unreached(cause: unknown): never {
  throw new ApiFailure(undefined, cause instanceof Error ? cause.message : String(cause), { cause });
}

type Unread = Pick<Response, "ok" | "status" | "statusText" | "text">;

/** As much of an RFC 9457 problem body as a reader can use. */
const problem = z.object({
  detail: z.string(),
  errors: z.array(z.object({ parameter: z.string(), detail: z.string() })).default([]),
});

async function wordsOf(response: Unread): Promise<string> {
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
