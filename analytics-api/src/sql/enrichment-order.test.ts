import { expect, it } from "vitest";
import { isInstantText } from "./enrichment-order.ts";

it.each([
  "2026-11-23 17:00:00.123456+00",
  "2024-02-29 00:00:00+00",
  "0001-01-01 00:00:00+00",
  "0005-02-29 00:00:00+00 BC",
  "294276-12-31 23:59:59.999999+00",
  "infinity",
  "-infinity",
])("accepts %s as the text of an instant", (text) => {
  expect(isInstantText(text)).toBe(true);
});

it.each([
  "2026-02-29 00:00:00+00",
  "2026-13-01 00:00:00+00",
  "2026-11-23 24:00:00+00",
  "0000-01-01 00:00:00+00",
  "5000-01-01 00:00:00+00 BC",
  "294277-01-01 00:00:00+00",
  "2026-11-23 17:00:00+03",
  "2026-11-23T17:00:00Z",
  "now",
  "'; drop table gold.enrichments; --",
])("rejects %s as the text of an instant", (text) => {
  expect(isInstantText(text)).toBe(false);
});
