import { expect, it } from "vitest";
import en from "../../messages/en.json" with { type: "json" };
import ptBR from "../../messages/pt-BR.json" with { type: "json" };

/** Each message with the sorted names of what is filled into it. */
const gaps = (messages: Record<string, string>) =>
  Object.fromEntries(
    Object.entries(messages).map(([key, text]) => [key, (text.match(/\{\w+\}/g) ?? []).toSorted()]),
  );

it("has every message in both languages, with the same gaps to fill", () => {
  expect(gaps(en)).toEqual(gaps(ptBR));
});
