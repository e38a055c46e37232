import fc from "fast-check";
import { expect, it } from "vitest";
import { returnPath } from "./return-path.ts";

const here = new URL("https://painel.example/preferencias");

it("is the page that the reader came from, with its filters", () => {
  expect(returnPath("/execucoes?periodo=7d&fuso=UTC", here)).toBe("/execucoes?periodo=7d&fuso=UTC");
  expect(returnPath(null, here)).toBe("/");
  expect(returnPath("/.//evil.example", here)).toBe("/evil.example");
});

it.each(["https://evil.example/x", "//evil.example/x", "/\\evil.example", "javascript:alert(1)", "http://["])(
  "is the front page for %s",
  (wanted) => {
    expect(returnPath(wanted, here)).toBe("/");
  },
);

it("never leads to another site", () => {
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
    fc.property(fc.array(parts), (pieces) => {
      const path = returnPath(pieces.join(""), here);
      expect(new URL(path, here).origin).toBe(here.origin);
    }),
  );
});
