import { expect, it } from "vitest";
import en from "../../messages/en.json" with { type: "json" };
import ptBR from "../../messages/pt-BR.json" with { type: "json" };

/** Each message with the sorted names of its placeholders. */
const placeholders = (messages: Record<string, string>) =>
  Object.fromEntries(
    Object.entries(messages).map(([key, text]) => [key, (text.match(/\{\w+\}/g) ?? []).toSorted()]),
  );

it("has the same messages and placeholders in both languages", () => {
  expect(placeholders(en)).toEqual(placeholders(ptBR));
});

// The dashboard does not know how its place calls the command line, whose own name is `pipeline`.
it("names no command that the container image lacks", () => {
  expect(JSON.stringify([en, ptBR])).not.toContain("pnpm");
});
