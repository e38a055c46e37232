import { ApplicationFailureCategory } from "@temporalio/common";
import { expect, test } from "vitest";
import { sourceFailure } from "./failures.ts";
import type { FetchFailureKind } from "./source/source-client.ts";

const failedFetch = (kind: FetchFailureKind) => ({
  request: "/v1/enrichments?page=1&limit=100",
  requestedAt: new Date(0),
  answeredAt: new Date(0),
  sourceDate: null,
  durationMs: 5,
  status: null,
  retryAfter: null,
  failure: { kind, message: "because", retryDelayMs: 1 },
});

test.each([
  ["rate-limited", "SourceRateLimited", ApplicationFailureCategory.BENIGN],
  ["unavailable", "SourceUnavailable", undefined],
  ["unreadable", "SourceUnreadable", undefined],
] as const)("%s is tried again after the wait that the caller names", (kind, type, category) => {
  const failure = sourceFailure(failedFetch(kind), 2_500);
  expect(failure).toMatchObject({ type, message: "because", nonRetryable: false, nextRetryDelay: 2_500 });
  expect(sourceFailure(failedFetch(kind), 0).nextRetryDelay).toBe(1);
  if (category) expect(failure.category).toBe(category);
  expect(sourceFailure(failedFetch(kind)).nextRetryDelay ?? undefined).toBeUndefined();
});

test.each([
  ["refused", "SourceRefused"],
  ["redirected", "SourceRedirected"],
  ["unauthorized", "SourceUnauthorized"],
  ["contract-broken", "SourceContractBroken"],
] as const)("%s ends the run", (kind, type) => {
  expect(sourceFailure(failedFetch(kind), 2_500)).toMatchObject({
    type,
    message: "because",
    nonRetryable: true,
  });
});
