/** A client without JavaScript that keeps the cookies of one dashboard, like a browser. */
export interface HttpSession {
  /** Does not follow redirects. */
  get(path: string, headers?: Record<string, string>): Promise<Response>;
  /** Sends a form, as a page of the dashboard does unless `headers` say otherwise. */
  post(path: string, fields: Record<string, string>, headers?: Record<string, string>): Promise<Response>;
  /** The last value of the header `Set-Cookie`, by name. */
  readonly cookies: ReadonlyMap<string, string>;
}

export function createHttpSession(url: string): HttpSession {
  const cookies = new Map<string, string>();

  async function send(path: string, init: RequestInit, headers: Record<string, string>): Promise<Response> {
    const sent = [...cookies.values()].flatMap((cookie) => cookie.split(";")[0] ?? []);
    const response = await fetch(url + path, {
      redirect: "manual",
      ...init,
      headers: { Accept: "text/html", Cookie: sent.join("; "), ...headers },
    });
    for (const cookie of response.headers.getSetCookie())
      cookies.set(cookie.slice(0, cookie.indexOf("=")), cookie);
    return response;
  }

  return {
    cookies,
    get: (path, headers = {}) => send(path, {}, headers),
    post: (path, fields, headers = {}) =>
      send(path, { method: "POST", body: new URLSearchParams(fields) }, { Origin: url, ...headers }),
  };
}
