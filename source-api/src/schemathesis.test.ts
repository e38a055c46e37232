import { expect, it } from "vitest";
import { runSchemathesis } from "../../stack/testing/schemathesis.ts";
import { startFreshSource } from "./testing/start-fresh-source.ts";
import { startTestSource } from "./testing/start-test-source.ts";

/** One key for both parts: Schemathesis sends the same header everywhere. */
const KEY = "the-only-key-of-a-test";
const KEYS = { SOURCE_API_KEY: KEY, SOURCE_API_ADMIN_KEY: KEY };

/** These make the source as large, as late or as faulty as they are told to: at their bounds it hardly answers any more. */
const OVERWHELMING = `
[[operations]]
include-path-regex = "^/admin/(create|create-late|malform)$"
enabled = false

[[operations]]
include-path-regex = "^/admin/(clock|faults)$"
exclude-method = "GET"
enabled = false
`;

const OTHERS = `
[[operations]]
exclude-path-regex = "^/admin/(create|create-late|malform|clock|faults)$"
enabled = false
`;

/** `now` lies after the dataset's present, which the document cannot know. */
const CLOCK = `
[[operations]]
include-path = "/admin/clock"
checks.positive_data_acceptance.expected-statuses = ["2xx", 422]
`;

it("answers all that its document allows, and refuses what it forbids", { timeout: 300_000 }, async () => {
  const { url } = await startTestSource(KEYS);
  const report = await runSchemathesis({ url, authorization: `Bearer ${KEY}`, config: OVERWHELMING });
  expect(report).toMatch(/Tested: 20$/m);
});

it("does so at the bounds of what overwhelms it, if it begins anew", { timeout: 300_000 }, async () => {
  const url = await startFreshSource(KEYS);
  const report = await runSchemathesis({ url, authorization: `Bearer ${KEY}`, config: OTHERS + CLOCK });
  expect(report).toMatch(/Tested: 8$/m);
});
