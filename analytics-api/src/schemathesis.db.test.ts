import { once } from "node:events";
import { createServer } from "node:http";
import { createApiKey } from "@enrichment-monitor/warehouse/api-key";
import { getRequestListener } from "@hono/node-server";
import { expect, inject, it } from "vitest";
import { runSchemathesis } from "../../stack/testing/schemathesis.ts";
import { createFixtureApi } from "../testing/fixture-api.ts";
import type { TemporalClient } from "./control/temporal-client.ts";
import { ProblemError } from "./http/problem.ts";
import { answerRefusedRequests } from "./http/refused-requests.ts";

/** Rules that a schema cannot express, and services that the fixture lacks. */
const CONFIG = `
# The default, and 414: a list may exceed the maximum target before its own limit.
checks.negative_data_rejection.expected-statuses = [400, 401, 403, 404, 405, 406, 409, 414, 415, 422, 428, 429, "5xx"]

[[operations]]
# An endless stream: Schemathesis would wait for its end.
include-path = "/events"
enabled = false

[[operations]]
# data_fim must be after data_inicio, a cursor must come from the list and excludes page, and a series has a maximum length.
include-path-regex = "^/analytics/|^/pipeline/(runs|rejects|duplicates|deletions)$"
exclude-method = "POST"
checks.positive_data_acceptance.expected-statuses = ["2xx", 404, 422]

[[operations]]
# There is no Temporal server. A window must end after its beginning, and is allowed for a backfill or a proof only.
include-method = "POST"
checks.not_a_server_error.expected-statuses = ["2xx", "4xx", 503]
checks.positive_data_acceptance.expected-statuses = ["2xx", 422, 503]
`;

const noTemporal: TemporalClient = {
  call: () => Promise.reject(new ProblemError(503, "There is no Temporal server.")),
  close: () => Promise.resolve(),
};

it("accepts valid requests of its document and refuses invalid ones", { timeout: 300_000 }, async () => {
  await using api = await createFixtureApi(inject("postgresUrl"), {
    enrichments: 100,
    workspaces: 4,
    temporal: noTemporal,
  });
  const { key } = await createApiKey(api.sql, { name: "Schemathesis", scope: "operator" });
  const server = createServer(getRequestListener(api.app.fetch));
  answerRefusedRequests(server);
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  const url = `http://127.0.0.1:${typeof address === "object" && address ? address.port : 0}`;
  try {
    const report = await runSchemathesis({ url, authorization: `Bearer ${key}`, config: CONFIG });
    expect(report).toMatch(/Tested: 25$/m);
  } finally {
    server.closeAllConnections();
    server.close();
  }
});
