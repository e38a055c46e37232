/** Request headers that the API needs: for 304 responses, and to continue an event stream. */
const SENT = ["If-None-Match", "Last-Event-ID", "Accept-Language"];

/** Response headers that the browser needs. */
const RETURNED = [
  "Content-Type",
  "Content-Disposition",
  "Cache-Control",
  "ETag",
  "Retry-After",
  "X-Accel-Buffering",
  "X-As-Of-Run-Number",
  "X-Request-Id",
];

interface Target {
  url: URL;
  /** Sent with the request. */
  headers: Record<string, string>;
  signal: AbortSignal;
  /** Of the request's event: it adds the visitor's key. */
  fetch: typeof globalThis.fetch;
}

/**
 * Sends a GET of the browser on to the analytics API. Its cookies are not sent, and the API's are not returned. If the API cannot be
 * reached, the response is a 502 with a problem body, as those of the API have.
 */
export async function forward(request: Request, { url, headers, signal, fetch }: Target): Promise<Response> {
  const sent = new Headers(headers);
  copyHeaders(request.headers, sent, SENT);
  try {
    const response = await fetch(url, { headers: sent, signal });
    const returned = new Headers();
    copyHeaders(response.headers, returned, RETURNED);
    return new Response(response.body, { status: response.status, headers: returned });
  } catch (cause) {
    return unreachable(cause);
  }
}

function copyHeaders(from: Headers, to: Headers, names: readonly string[]): void {
  for (const name of names) {
    const value = from.get(name);
    if (value !== null) to.set(name, value);
  }
}

function unreachable(cause: unknown): Response {
  const reason = cause instanceof Error ? (cause.cause ?? cause) : cause;
  const problem = {
    type: "about:blank",
    title: "Bad Gateway",
    status: 502,
    detail: `The analytics API does not respond: ${reason instanceof Error ? reason.message : String(reason)}`,
  };
  return Response.json(problem, {
    status: 502,
    headers: { "Content-Type": "application/problem+json", "Cache-Control": "no-store" },
  });
}
