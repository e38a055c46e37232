import { readBriefly } from "./read-body.ts";

/** More redirects than this count as a loop. */
const MAX_REDIRECTS = 5;
const REDIRECTS = new Set([301, 302, 303, 307, 308]);

export interface Followed {
  response: Response;
  /** The target of a redirect that is not followed; null if it has no target or loops. */
  redirectedTo?: URL | null;
}

/** A GET that follows redirects within its origin only: the headers carry the key. */
export async function getWithinOrigin(
  url: URL,
  headers: Record<string, string>,
  signal: AbortSignal,
): Promise<Followed> {
  let current = url;
  for (let followed = 0; ; followed++) {
    const response = await fetch(current, { headers, signal, redirect: "manual" });
    if (!REDIRECTS.has(response.status)) return { response };
    const target = targetOf(response, current);
    if (target?.origin !== url.origin) return { response, redirectedTo: target };
    if (followed === MAX_REDIRECTS) return { response, redirectedTo: null };
    await readBriefly(response.body);
    current = target;
  }
}

function targetOf(response: Response, base: URL): URL | null {
  const location = response.headers.get("location");
  return location === null ? null : URL.parse(location, base.href);
}
