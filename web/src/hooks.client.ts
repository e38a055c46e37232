import type { ClientInit } from "@sveltejs/kit/hooks";
import { NEGOTIATED } from "#lib/locale-strategy.ts";
import { defineCustomClientStrategy } from "#lib/paraglide/runtime.js";

/** The browser continues in the language in which the server has rendered the page. */
export const init: ClientInit = () =>
  defineCustomClientStrategy(NEGOTIATED, {
    getLocale: () => document.documentElement.lang,
    // The server stores a choice: see the route `preferencias`.
    setLocale: () => undefined,
  });
