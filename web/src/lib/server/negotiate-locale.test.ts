import { expect, it } from "vitest";
import { negotiateLocale } from "./negotiate-locale.ts";

it.each([
  ["en-US,en;q=0.9", "en"],
  ["pt-PT,pt;q=0.9,en;q=0.8", "pt-BR"],
  ["pt", "pt-BR"],
  ["es,en;q=0.5,pt;q=0.7", "pt-BR"],
  ["en;q=0,pt", "pt-BR"],
  ["fr", undefined],
  ["*", undefined],
  [null, undefined],
])("for %s chooses %s", (header, locale) => {
  expect(negotiateLocale(header, ["pt-BR", "en"])).toBe(locale);
});
