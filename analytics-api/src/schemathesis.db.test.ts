import { once } from "node:events";
import { createApiKey } from "@enrichment-monitor/warehouse/api-key";
import { afterAll, beforeAll, expect, inject, it } from "vitest";
import { runSchemathesis } from "../../stack/testing/schemathesis.ts";
import { createFixtureApi, type FixtureApi } from "../testing/fixture-api.ts";
import type { TemporalClient } from "./control/temporal-client.ts";
import { ProblemError } from "./http/problem.ts";
import { createAppServer } from "./http/refused-requests.ts";
import type { Problem } from "./schemas/problem.ts";

/** The services that the fixture lacks, and operations with RULES. */
const CONFIG = `
# The default, and 414: a list may exceed the maximum target before its own limit.
checks.negative_data_rejection.expected-statuses = [400, 401, 403, 404, 405, 406, 409, 414, 415, 422, 428, 429, "5xx"]

[[operations]]
include-path-regex = "^/analytics/|^/pipeline/(runs|rejects|duplicates|deletions|history)$"
exclude-method = "POST"
checks.positive_data_acceptance.expected-statuses = ["2xx", 404, 422]

[[operations]]
# There is no Temporal server.
include-method = "POST"
checks.not_a_server_error.expected-statuses = ["2xx", "4xx", 503]
checks.positive_data_acceptance.expected-statuses = ["2xx", 422, 503]
`;

/** All rules that a schema cannot express: they compare parameters with each other, with a list of names, with the data or with the present. */
const RULES = [
  /must be after data_inicio: the period would be empty\.$/,
  /must be an IANA time zone/,
  / is not a cursor of this list in this order/,
  /^Send either page or cursor, not both\.$/,
  /^Ends at row \d+; pages are limited to row/,
  /buckets; at most \d+ are allowed: request/,
  /is allowed for a backfill or a proof only\.$/,
  /must have `from` before `to`\.$/,
  /must be in the future, and at most \d+ days from now\.$/,
];

const noTemporal: TemporalClient = {
  call: () => Promise.reject(new ProblemError(503, "There is no Temporal server.")),
  close: () => Promise.resolve(),
};

let api: FixtureApi;
let authorization: string;
let url: string;
/** Details of all responses with status 422. */
let refusals: string[] = [];
const server = createAppServer(async (request) => {
  // A compressed refusal could not be read here.
  request.headers.delete("Accept-Encoding");
  const response = await api.app.fetch(request);
  if (response.status === 422) return recordRefusal(response);
  return response.headers.get("Content-Type") === "text/event-stream" ? withoutEvents(response) : response;
});

async function recordRefusal(response: Response): Promise<Response> {
  const text = await response.text();
  const { errors = [] } = JSON.parse(text || "{}") as Partial<Problem>;
  refusals.push(...errors.map(({ detail }) => detail));
  return new Response(text, { status: response.status, headers: response.headers });
}

/**
 * Schemathesis would wait for the end of the stream, and takes the JSON in the lines of `data` for a text. `contract.db.test.ts`
 * validates every kind of event.
 */
async function withoutEvents({ body, status, headers }: Response): Promise<Response> {
  await body?.cancel();
  return new Response("", { status, headers });
}

beforeAll(async () => {
  api = await createFixtureApi(inject("postgresUrl"), {
    enrichments: 100,
    workspaces: 4,
    temporal: noTemporal,
  });
  const { key } = await createApiKey(api.sql, { name: "Schemathesis", scope: "operator" });
  authorization = `Bearer ${key}`;
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  url = `http://127.0.0.1:${typeof address === "object" && address ? address.port : 0}`;
});

afterAll(async () => {
  server.closeAllConnections();
  server.close();
  await api[Symbol.asyncDispose]();
});

it("accepts valid requests of its document, if they keep its rules", { timeout: 300_000 }, async () => {
  refusals = [];
  const report = await runSchemathesis({ url, authorization, config: CONFIG, mode: "positive" });
  expect(report).toMatch(/Tested: 33$/m);
  expect(refusals.filter((detail) => !RULES.some((rule) => rule.test(detail)))).toEqual([]);
});

it("refuses invalid requests", { timeout: 300_000 }, async () => {
  const report = await runSchemathesis({ url, authorization, config: CONFIG, mode: "negative" });
  expect(report).toMatch(/Tested: 33$/m);
});
