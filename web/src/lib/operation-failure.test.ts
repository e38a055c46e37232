import { describe, expect, it } from "vitest";
import { ApiFailure } from "./api.ts";
import { operationFailure } from "./operation-failure.ts";

describe("operationFailure", () => {
  it.each([
    ["start", 401, "API key required.", "signed_out"],
    ["switch", 403, "This API key has scope read.", "not_allowed"],
    ["start", 409, "Run 412 is running: wait for its end.", "run_active"],
    ["switch", 409, "There is no schedule.", "no_schedule"],
    ["start", 429, "More than 6000 requests per minute.", "too_many"],
    ["start", 503, "Temporal, or the worker that this needs, does not respond.", "temporal_down"],
    ["start", 503, "The warehouse is unreachable.", "refused"],
    ["switch", 422, "1 parameter is invalid.", "refused"],
    ["switch", undefined, "fetch failed", "unreachable"],
  ] as const)("of %s with %s %j is %s", (kind, status, detail, expected) => {
    const failure = new ApiFailure({ part: "none", status, detail, requestId: undefined });
    expect(operationFailure(kind, failure)).toBe(expected);
  });
});
