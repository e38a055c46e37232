import { expect, it } from "vitest";
import { responseKind } from "./response-kind.ts";

it.each([
  [200, null, "list"],
  [404, null, "end_of_list"],
  [null, "The request to the source failed.", "none"],
  [200, "The source's answer cannot be decompressed.", "unreadable"],
  [302, "The source redirects in a loop.", "redirected"],
  [401, "The source refused the key.", "unauthorized"],
  [403, "The source refused the key.", "unauthorized"],
  [404, "The source refused the request.", "refused"],
  [408, "HTTP failed.", "unavailable"],
  [429, "The source limited the request rate.", "rate_limited"],
  [503, "HTTP failed.", "unavailable"],
])("classifies status %s with failure %j as %s", (status, failure, kind) => {
  expect(responseKind(status, failure)).toBe(kind);
});
