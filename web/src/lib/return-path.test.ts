import fc from "fast-check";
import { expect, it } from "vitest";
import { returnPath } from "./return-path.ts";

const here = new URL("https://painel.example/preferencias");

it("returns the path and query of a page of this site", () => {
  expect(returnPath("/execucoes?periodo=7d&fuso=UTC", here)).toBe("/execucoes?periodo=7d&fuso=UTC");
  expect(returnPath(null, here)).toBe("/");
  expect(returnPath("/.//evil.example", here)).toBe("/evil.example");
});

it.each(["https://evil.example/x", "//evil.example/x", "/\\evil.example", "javascript:alert(1)", "http://["])(
  "returns / for %s",
  (wanted) => {
    expect(returnPath(wanted, here)).toBe("/");
  },
);

it("never leaves this site", () => {
  const parts = fc.constantFrom(
    "/",
    "//",
    "\\",
    ".",
    "..",
    "evil.example",
    "@",
    ":",
    "?",
    "#",
    "%2f",
    "http:",
    "\t",
  );
  fc.assert(
    fc.property(fc.array(parts), (chosen) => {
      const path = returnPath(chosen.join(""), here);
      expect(new URL(path, here).origin).toBe(here.origin);
    }),
  );
});
