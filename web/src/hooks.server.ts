import type { Handle, HandleFetch, ServerInit } from "@sveltejs/kit/hooks";
import { parse } from "hono/utils/cookie";
import { NEGOTIATED } from "#lib/locale-strategy.ts";
import { cookieName, defineCustomServerStrategy, isLocale, locales } from "#lib/paraglide/runtime.js";
import { paraglideMiddleware } from "#lib/paraglide/server.js";
import { requireAccess } from "#lib/server/access.ts";
import { refuseHost } from "#lib/server/allowed-hosts.ts";
import { fetchFromApi, isForApi } from "#lib/server/api-requests.ts";
import { compressResponse } from "#lib/server/compress-response.ts";
import { refuseCrossOrigin } from "#lib/server/cross-origin.ts";
import { negotiateLocale } from "#lib/server/negotiate-locale.ts";
import { readSession } from "#lib/server/session.ts";
import { settings } from "#lib/server/settings.ts";
import { parseTheme, themeCookie } from "#lib/theme.ts";

export const init: ServerInit = () =>
  defineCustomServerStrategy(NEGOTIATED, {
    // Paraglide asks this before the cookie: a language that was chosen leaves nothing to negotiate.
    getLocale: (request) =>
      request && !isLocale(parse(request.headers.get("Cookie") ?? "", cookieName)[cookieName])
        ? negotiateLocale(request.headers.get("Accept-Language"), locales)
        : undefined,
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
    // What one visitor may see is not for another, nor for the same one after a sign-out.
    if (!response.headers.has("Cache-Control")) response.headers.set("Cache-Control", "private, no-cache");
    return response;
  });

/** A page that reads the API while it is rendered here: its own request has passed all checks. */
const resolveSubRequest: Handle = async ({ event, resolve }) => {
  event.locals.session = await readSession(event.cookies, settings.sessionSecret);
  return resolve(event);
};

export const handle: Handle = async (input) => {
  const { event } = input;
  const { request } = event;
  if (event.isSubRequest) return resolveSubRequest(input);
  const { allowedHosts, origin } = settings;
  const refused =
    (allowedHosts && refuseHost(request.headers.get("Host"), allowedHosts)) ??
    (await refuseCrossOrigin(request, origin)) ??
    (await requireAccess(event));
  return refused ?? compressResponse(request, () => render(input));
};

export const handleFetch: HandleFetch = ({ event, request, fetch }) =>
  isForApi(request) ? fetchFromApi(request, event.locals.session, fetch) : fetch(request);
