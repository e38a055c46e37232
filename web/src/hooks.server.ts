import type { Handle, ServerInit } from "@sveltejs/kit/hooks";
import { NEGOTIATED } from "#lib/locale-strategy.ts";
import { defineCustomServerStrategy, locales } from "#lib/paraglide/runtime.js";
import { paraglideMiddleware } from "#lib/paraglide/server.js";
import { allowedHosts, refuseHost } from "#lib/server/allowed-hosts.ts";
import { compressResponse } from "#lib/server/compress-response.ts";
import { negotiateLocale } from "#lib/server/negotiate-locale.ts";
import { parseTheme, themeCookie } from "#lib/theme.ts";
import { ALLOWED_HOSTS, HOST, ORIGIN } from "$app/env/private";

export const init: ServerInit = () =>
  defineCustomServerStrategy(NEGOTIATED, {
    getLocale: (request) => negotiateLocale(request?.headers.get("Accept-Language") ?? null, locales),
  });

/** Renders in the language and theme of the user, so that neither flashes, and sets security headers. */
const render: Handle = ({ event, resolve }) =>
  paraglideMiddleware(event.request, async ({ locale }) => {
    const theme = parseTheme(event.cookies.get(themeCookie));
    const response = await resolve(event, {
      transformPageChunk: ({ html }) =>
        html.replace('lang="pt-BR" data-theme="system"', `lang="${locale}" data-theme="${theme}"`),
    });
    response.headers.set("X-Content-Type-Options", "nosniff");
    response.headers.set("Referrer-Policy", "same-origin");
    return response;
  });

const hosts = allowedHosts({ host: HOST, origin: ORIGIN, names: ALLOWED_HOSTS });

export const handle: Handle = (input) => {
  const { request, isSubRequest } = input.event;
  // A page that reads the API while it is rendered here.
  if (isSubRequest) return input.resolve(input.event);
  const refused = hosts && refuseHost(request.headers.get("Host"), hosts);
  return refused ?? compressResponse(request, () => render(input));
};
