import { expect, it } from "vitest";
import { requestLocale } from "./request-locale.ts";

it.each([
  ["PARAGLIDE_LOCALE=en", "pt-BR", "en"],
  ["tema=dark; PARAGLIDE_LOCALE=pt-BR", "en", "pt-BR"],
  ["PARAGLIDE_LOCALE=fr", "en-GB, en", "en"],
  ["tema=dark", "pt", "pt-BR"],
  ["", "fr", undefined],
])("with the cookies %j and the preference %j is %j", (cookie, language, locale) => {
  expect(requestLocale(new Headers({ Cookie: cookie, "Accept-Language": language }))).toBe(locale);
});
