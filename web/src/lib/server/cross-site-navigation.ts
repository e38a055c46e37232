import { html } from "hono/html";
import { returnPath } from "#lib/return-path.ts";

/** Whether a link of another site leads here. Browsers send no strict cookie with such a request. */
export const isFromOtherSite = ({ method, headers }: Request): boolean =>
  method === "GET" &&
  headers.get("Sec-Fetch-Site") === "cross-site" &&
  headers.get("Sec-Fetch-Mode") === "navigate";

/** A page that opens `url` itself, so that the browser sends the cookie. */
export async function openAgain(url: URL): Promise<Response> {
  const path = returnPath(url.pathname + url.search, url);
  const page = await html`<!doctype html>
<html lang="pt-BR">
  <head>
    <meta charset="utf-8">
    <meta http-equiv="refresh" content="0; url=${path}">
    <title>Monitor de Enriquecimentos</title>
  </head>
  <body><a href="${path}">Abrir o painel · <span lang="en">Open the dashboard</span></a></body>
</html>
`;
  return new Response(page.toString(), {
    headers: {
      "Content-Type": "text/html; charset=utf-8",
      "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
      "Cache-Control": "no-store",
    },
  });
}
