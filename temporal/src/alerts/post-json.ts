import { describeNetworkFailure } from "../source/network-failure.ts";

export const SEND_TIMEOUT_MS = 10_000;

/** A receiver has not accepted a message. The sentence has no address and no secret: Slack's address is one. */
export class NotAccepted extends Error {
  override name = "NotAccepted";
}

/**
 * Posts JSON. Redirects are not followed: most clients, this one too, would turn the request into a GET.
 *
 * @throws NotAccepted unless the answer is 2xx
 */
export async function postJson(
  url: string,
  body: string,
  headers: Record<string, string> = {},
): Promise<void> {
  const response = await fetch(url, {
    method: "POST",
    body,
    headers: { "content-type": "application/json; charset=utf-8", ...headers },
    redirect: "manual",
    signal: AbortSignal.timeout(SEND_TIMEOUT_MS),
  }).catch((error: unknown) => {
    throw new NotAccepted(describeNetworkFailure(error, new URL(url), `${SEND_TIMEOUT_MS} ms`));
  });
  await response.body?.cancel();
  if (!response.ok) throw new NotAccepted(explain(response.status));
}

function explain(status: number): string {
  const answer = `the receiver answered ${status}`;
  if (status === 408 || status === 429 || status >= 500) return `${answer}: it is asked again later`;
  if (status >= 300 && status < 400)
    return `${answer}, a redirect: set the address to which it points, in the worker's environment`;
  return `${answer}: it refuses the message; check its address and secret in the worker's environment`;
}
