import { expect, it } from "vitest";
import { parseTheme } from "./theme.ts";

it("is the reader's choice, else the system's", () => {
  expect(parseTheme("dark")).toBe("dark");
  expect(parseTheme('dark"><script>')).toBe("system");
  expect(parseTheme(undefined)).toBe("system");
});
