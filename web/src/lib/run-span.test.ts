import { expect, it } from "vitest";
import { parseRunSpan } from "./run-span.ts";

it.each([
  ["execucoes=7d", "7d"],
  ["execucoes=30d", "30d"],
  ["execucoes=24h", "24h"],
  ["execucoes=90d", "24h"],
  ["", "24h"],
])("reads the span from %s", (query, span) => {
  expect(parseRunSpan(new URLSearchParams(query))).toBe(span);
});
