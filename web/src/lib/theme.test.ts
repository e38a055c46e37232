import { expect, it } from "vitest";
import { parseTheme } from "./theme.ts";

it("returns the chosen theme, or system without a valid choice", () => {
  expect(parseTheme("dark")).toBe("dark");
  expect(parseTheme('dark"><script>')).toBe("system");
  expect(parseTheme(undefined)).toBe("system");
});
