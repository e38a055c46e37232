import { expect, it } from "vitest";
import { runSchemathesis } from "../../stack/testing/schemathesis.ts";
import { startTestSource } from "./testing/start-test-source.ts";

/** One key for both parts: Schemathesis sends the same header everywhere. */
const KEY = "the-only-key-of-a-test";

const CONFIG = `
[[operations]]
# These make the source as large, as late or as faulty as they are told to: at their bounds it hardly answers any more.
include-path-regex = "^/admin/(create|create-late|malform)$"
enabled = false

[[operations]]
include-path-regex = "^/admin/(clock|faults)$"
exclude-method = "GET"
enabled = false
`;

it("answers all that its document allows, and refuses what it forbids", { timeout: 300_000 }, async () => {
  const { url } = await startTestSource({ SOURCE_API_KEY: KEY, SOURCE_API_ADMIN_KEY: KEY });
  const report = await runSchemathesis({ url, authorization: `Bearer ${KEY}`, config: CONFIG });
  expect(report).toMatch(/Tested: 19$/m);
});
