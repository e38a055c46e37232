import type { Handle } from "@sveltejs/kit/hooks";
import { paraglideMiddleware } from "#lib/paraglide/server.js";
import { parseTheme, themeCookie } from "#lib/theme.ts";

/** Renders in the reader's language and theme, so that neither flashes, and tells the browser what to be strict about. */
export const handle: Handle = ({ event, resolve }) =>
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
