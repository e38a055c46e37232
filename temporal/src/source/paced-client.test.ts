import { expect, test } from "vitest";
import { createPacedClient, isHeldBack } from "./paced-client.ts";
import { createRequestPace } from "./request-pace.ts";
import type { SourceClient, SourceFetch } from "./source-client.ts";

const QUERY = { page: 1, limit: 100, updatedSince: null };
const facts = {
  request: "/v1/enrichments",
  requestedAt: new Date(0),
  answeredAt: new Date(0),
  durationMs: 1,
  sourceDate: null,
  retryAfter: null,
};
const page: SourceFetch = {
  ...facts,
  status: 200,
  meta: { currentPage: 1, itemsPerPage: 100, totalItems: 0 },
  records: [],
  beyondEnd: false,
};
const refusal = (retryDelayMs: number): SourceFetch => ({
  ...facts,
  status: 429,
  failure: { kind: "rate-limited", message: "429", retryDelayMs },
});

/** A client on a clock that only its sleeps move. */
function clientOf(answer: (request: number) => SourceFetch) {
  let now = 0;
  let requests = 0;
  const client: SourceClient = { fetchPage: async () => answer(++requests) };
  const paced = createPacedClient(client, createRequestPace({ now: () => now }), async (milliseconds) => {
    now += milliseconds;
  });
  const { signal } = new AbortController();
  return {
    ask: () => paced.fetchPage(QUERY, signal),
    pass: (milliseconds: number) => {
      now += milliseconds;
    },
    asked: () => requests,
  };
}

test("a long Retry-After is left to the caller, and nothing is sent before it is over", async () => {
  const { ask, pass, asked } = clientOf((request) => (request === 1 ? refusal(7_000) : page));
  await ask();
  expect(await ask()).toEqual({ heldBackMs: 7_000 });
  expect(asked()).toBe(1);
  pass(7_000);
  expect(isHeldBack(await ask())).toBe(false);
});

test("callers that were delayed, however often, delay nobody after the wait", async () => {
  const { ask, pass } = clientOf((request) => (request === 1 ? refusal(7_000) : page));
  await ask();
  for (let tries = 0; tries < 1_000; tries++) expect(isHeldBack(await ask())).toBe(true);
  pass(7_000);
  expect(await ask()).toBe(page);
});
